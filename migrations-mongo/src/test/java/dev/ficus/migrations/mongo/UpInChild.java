package dev.ficus.migrations.mongo;

import dev.ficus.core.error.FicusException;
import dev.ficus.core.history.UpOptions;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs {@code up} in a JVM of its own, which a test can kill. Prints how many changes it applied, or the error code. */
final class UpInChild {
    private UpInChild() {}

    public static void main(String[] arguments) {
        UpOptions options = new UpOptions(Duration.ofMillis(Long.parseLong(arguments[2])));
        System.out.println(up(database(arguments[0], arguments[1]), options));
    }

    /** Such as {@code applied 5}, or the error code. */
    static String up(DatabaseSettings database, UpOptions options) {
        try (MongoHistory history = MongoHistory.open(database)) {
            return "applied " + history.up(options, Progress.SILENT).applied().size();
        } catch (FicusException e) {
            return e.code().name();
        }
    }

    static DatabaseSettings database(String url, String migrations) {
        return new DatabaseSettings(
                "content",
                DatabaseKind.MONGO,
                url,
                Optional.empty(),
                Optional.empty(),
                Optional.of(Path.of(migrations)));
    }

    static Process start(DatabaseSettings database, Duration lockTimeout) throws IOException {
        return start(
                UpInChild.class,
                List.of(
                        database.url(),
                        database.migrations().orElseThrow().toString(),
                        Long.toString(lockTimeout.toMillis())));
    }

    static Process start(Class<?> main, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Djava.util.logging.config.file=" + System.getProperty("java.util.logging.config.file"),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** All that a child printed on standard output and error, once it has ended. */
    static String result(Process child) throws IOException {
        return new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }
}
