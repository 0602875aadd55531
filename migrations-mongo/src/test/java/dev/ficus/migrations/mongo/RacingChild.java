package dev.ficus.migrations.mongo;

import dev.ficus.core.history.UpOptions;
import dev.ficus.core.settings.DatabaseSettings;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Runs {@code up} in a JVM of its own each time that a line comes in, and answers with its result. */
final class RacingChild implements AutoCloseable {
    private final Process process;
    private final BufferedWriter in;
    private final BufferedReader out;

    RacingChild(DatabaseSettings database) throws IOException {
        this.process = UpInChild.start(
                RacingChild.class,
                List.of(database.url(), database.migrations().orElseThrow().toString()));
        this.in = process.outputWriter(StandardCharsets.UTF_8);
        this.out = process.inputReader(StandardCharsets.UTF_8);
    }

    public static void main(String[] arguments) throws IOException {
        DatabaseSettings database = UpInChild.database(arguments[0], arguments[1]);
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (lines.readLine() != null) {
            System.out.println(UpInChild.up(database, new UpOptions(Duration.ofSeconds(60))));
        }
    }

    void go() throws IOException {
        in.write("go\n");
        in.flush();
    }

    String result() throws IOException {
        return out.readLine();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }
}
