package dev.ficus.migrations.sql.contract;

import dev.ficus.core.error.FicusException;
import dev.ficus.core.history.MigrationHistory;
import dev.ficus.core.history.UpOptions;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.migrations.sql.SqlDialect;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Works with a history in a JVM of its own, which a test can kill. Prints a line for each run: how many changes it
 * applied, or the error code.
 */
final class HistoryChild {
    private final SqlFixture test;
    private final DatabaseSettings database;

    private HistoryChild(SqlFixture test, DatabaseSettings database) {
        this.test = test;
        this.database = database;
    }

    /** Arguments: class of the test, kind, url, user, password, directory, work, and what the work needs. */
    public static void main(String[] arguments) throws Exception {
        Constructor<?> constructor = Class.forName(arguments[0]).getDeclaredConstructor();
        constructor.setAccessible(true);
        DatabaseSettings database = new DatabaseSettings(
                "primary",
                DatabaseKind.valueOf(arguments[1]),
                arguments[2],
                Optional.of(arguments[3]),
                Optional.of(arguments[4]),
                Optional.of(Path.of(arguments[5])));
        HistoryChild child = new HistoryChild((SqlFixture) constructor.newInstance(), database);
        switch (arguments[6]) {
            case "up" -> child.up(child.test.dialect(), Duration.ofMillis(Long.parseLong(arguments[7])));
            case "halt" -> child.upUntil(HaltPoint.valueOf(arguments[7]), arguments[8]);
            case "race" -> child.race(child.test.dialect());
            case "race-without-lock" -> child.race(WithoutLock.dialect(child.test.dialect()));
            default -> throw new IllegalArgumentException(arguments[6]);
        }
    }

    static Process start(Class<?> test, DatabaseSettings database, String work, Object... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                HistoryChild.class.getName(),
                test.getName(),
                database.kind().name(),
                database.url(),
                database.user().orElseThrow(),
                database.password().orElse(""),
                database.migrations().orElseThrow().toString(),
                work));
        for (Object argument : arguments) {
            command.add(String.valueOf(argument));
        }
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** All that a child printed on standard output and error, once it has ended. */
    static String result(Process child) throws IOException {
        return new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    private void up(SqlDialect dialect, Duration lockTimeout) {
        System.out.println(result(dialect, lockTimeout));
    }

    private void upUntil(HaltPoint point, String text) throws Exception {
        HaltingDriver.install(point, text);
        up(test.dialect(), Duration.ofSeconds(60));
    }

    /** One run for each line of standard input; says at first that it is ready. */
    private void race(SqlDialect dialect) throws IOException {
        System.out.println("ready");
        BufferedReader signals = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (signals.readLine() != null) {
            System.out.println(result(dialect, Duration.ofSeconds(60)));
        }
    }

    private String result(SqlDialect dialect, Duration lockTimeout) {
        try (MigrationHistory history = test.open(database, dialect)) {
            UpOptions options = new UpOptions(lockTimeout);
            return "applied " + history.up(options, Progress.SILENT).applied().size();
        } catch (FicusException e) {
            return e.code().name();
        }
    }
}
