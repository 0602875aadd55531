package dev.ficus.cli.command;

import dev.ficus.core.history.UpOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How long a command that changes a history waits for another run on it. */
final class LockTimeout {
    @Spec(Spec.Target.MIXEE)
    @Nullable
    private CommandSpec command;

    private Duration timeout = UpOptions.DEFAULT.lockTimeout();

    @Option(
            names = "--lock-timeout",
            paramLabel = "SECONDS",
            order = 40,
            description = "How long to wait for another run on the same database; 60 if not given.")
    @SuppressWarnings("UnusedMethod") // picocli calls it
    private void seconds(long seconds) {
        if (seconds < 0 && command != null) {
            throw new WrongUsage(
                    command.commandLine(),
                    "a wait cannot be shorter than nothing: " + seconds,
                    "--lock-timeout",
                    "give a number of seconds; 0 does not wait");
        }
        timeout = Duration.ofSeconds(seconds);
    }

    Duration value() {
        return timeout;
    }
}
