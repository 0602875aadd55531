package dev.ficus.cli;

import dev.ficus.cli.session.Terminal;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Runs harmless command lines, so that the classes they load are in the class archive which the JVM writes when this
 * process ends. Started by the build, never by a user.
 */
public final class ArchiveTraining {
    private static final List<List<String>> COMMAND_LINES = List.of(
            List.of("--version"),
            List.of("--help"),
            List.of("migrate", "up", "--help"),
            List.of("migrate", "status", "--config", "no-such-file.yaml", "-o", "json"),
            List.of("migrate", "sttus", "--config", "no-such-file.yaml"));

    private ArchiveTraining() {}

    public static void main(String[] arguments) {
        for (List<String> line : COMMAND_LINES) {
            Main.run(nowhere(), line.toArray(String[]::new));
        }
    }

    private static Terminal nowhere() {
        PrintStream sink = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        return new Terminal(sink, sink, false, 0, name -> Optional.empty());
    }
}
