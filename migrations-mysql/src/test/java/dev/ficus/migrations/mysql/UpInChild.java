package dev.ficus.migrations.mysql;

import dev.ficus.core.error.FicusException;
import dev.ficus.core.history.UpOptions;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Runs {@code up} in a JVM of its own, which a test can kill. Prints how many changes it applied, or the error code. */
final class UpInChild {
    private UpInChild() {}

    public static void main(String[] arguments) {
        DatabaseSettings database = new DatabaseSettings(
                "legacy",
                DatabaseKind.MYSQL,
                arguments[0],
                Optional.of(arguments[1]),
                Optional.of(arguments[2]),
                Optional.of(Path.of(arguments[3])));
        UpOptions options = new UpOptions(Duration.ofMillis(Long.parseLong(arguments[4])));
        try (MysqlHistory history = MysqlHistory.open(database)) {
            System.out.println(
                    "applied " + history.up(options, Progress.SILENT).applied().size());
        } catch (FicusException e) {
            System.out.println(e.code());
        }
    }

    static Process start(DatabaseSettings database, Duration lockTimeout) throws IOException {
        return new ProcessBuilder(List.of(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        UpInChild.class.getName(),
                        database.url(),
                        database.user().orElseThrow(),
                        database.password().orElse(""),
                        database.migrations().orElseThrow().toString(),
                        Long.toString(lockTimeout.toMillis())))
                .redirectErrorStream(true)
                .start();
    }

    /** All that a child printed on standard output and error, once it has ended. */
    static String result(Process child) throws IOException {
        return new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }
}
