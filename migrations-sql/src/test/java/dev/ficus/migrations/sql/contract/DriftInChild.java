package dev.ficus.migrations.sql.contract;

import dev.ficus.core.history.MigrationHistory;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.progress.ProgressEvent;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** Runs {@code drift} in a JVM of its own, and stays for ever in the middle of its replay. */
final class DriftInChild {
    private static final String REPLAYING = "replaying";

    private DriftInChild() {}

    public static void main(String[] arguments) throws ReflectiveOperationException {
        DatabaseSettings database = new DatabaseSettings(
                "primary",
                DatabaseKind.valueOf(arguments[0]),
                arguments[1],
                Optional.of(arguments[2]),
                Optional.of(arguments[3]),
                Optional.of(Path.of(arguments[4])));
        try (MigrationHistory history = (MigrationHistory) Class.forName(arguments[5])
                .getMethod("open", DatabaseSettings.class)
                .invoke(null, database)) {
            history.drift(Optional.empty(), stayingInTheReplay());
        }
    }

    private static Progress stayingInTheReplay() {
        return event -> {
            if (event instanceof ProgressEvent.Count) {
                System.out.println(REPLAYING);
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
    }

    /** Returns once the child has made its scratch database and is about to run the first change there. */
    static Process startAndAwaitReplay(DatabaseSettings database, Class<?> history) throws IOException {
        Process child = new ProcessBuilder(List.of(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        DriftInChild.class.getName(),
                        database.kind().name(),
                        database.url(),
                        database.user().orElseThrow(),
                        database.password().orElse(""),
                        database.migrations().orElseThrow().toString(),
                        history.getName()))
                .redirectErrorStream(true)
                .start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder all = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.equals(REPLAYING)) {
                return child;
            }
            all.append(line).append('\n');
        }
        throw new IllegalStateException("the child ended without a replay:\n" + all);
    }
}
