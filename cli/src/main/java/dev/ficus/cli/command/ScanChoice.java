package dev.ficus.cli.command;

import dev.ficus.dualwrite.scan.ScanOptions;
import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a command looks at the values in the tables. */
final class ScanChoice {
    @Spec(Spec.Target.MIXEE)
    @Nullable
    private CommandSpec command;

    @Nullable
    private OptionalLong rows;

    private Duration pause = Duration.ZERO;

    @Option(
            names = "--show-values",
            order = 32,
            description = "Show the values found beside their keys; they may be private.")
    private boolean values;

    @Option(
            names = "--scan-rows",
            paramLabel = "ROWS",
            order = 30,
            description =
                    "Rows of each table in which values without a place in PostgreSQL are looked for: a number, all"
                            + " or none; 100000 if not given.")
    @SuppressWarnings("UnusedMethod") // picocli calls it
    private void rows(String text) {
        if (text.equals("all")) {
            rows = OptionalLong.empty();
        } else if (text.equals("none")) {
            rows = OptionalLong.of(0);
        } else if (text.matches("\\d{1,18}")) {
            rows = OptionalLong.of(Long.parseLong(text));
        } else {
            throw wrong("a number of rows, all or none is expected, not " + text, "--scan-rows");
        }
    }

    @Option(
            names = "--scan-pause",
            paramLabel = "MILLIS",
            order = 31,
            description = "How long the scan rests between two chunks of 50000 rows, in milliseconds; 0 if not given.")
    @SuppressWarnings("UnusedMethod") // picocli calls it
    private void pause(long millis) {
        if (millis < 0) {
            throw wrong("a pause cannot be shorter than nothing: " + millis, "--scan-pause");
        }
        pause = Duration.ofMillis(millis);
    }

    /** @param usual where {@code --scan-rows} is not given */
    ScanOptions options(OptionalLong usual) {
        return new ScanOptions(
                rows == null ? usual : rows, ScanOptions.ALL.chunkRows(), pause, ScanOptions.ALL.busyThreads(), values);
    }

    private WrongUsage wrong(String what, String option) {
        if (command == null) {
            throw new IllegalStateException("picocli fills in the spec before it sets options");
        }
        return new WrongUsage(command.commandLine(), what, option, "for example: " + option + " 1000");
    }
}
