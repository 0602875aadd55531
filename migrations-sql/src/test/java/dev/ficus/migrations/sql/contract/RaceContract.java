package dev.ficus.migrations.sql.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two processes that begin a run at the same moment, again and again. */
public abstract class RaceContract extends SqlFixture {
    private static final int RACES = 50;

    @Test
    void eachOfFiftyRacesAppliesEveryChangeOnce() throws Exception {
        try (Racer one = new Racer("race");
                Racer other = new Racer("race")) {
            write("V0__runs.sql", "CREATE TABLE runs (race int);");
            up();
            for (int race = 1; race <= RACES; race++) {
                writeChanges(race);
                one.go();
                other.go();
                assertThat(List.of(one.result(), other.result()))
                        .as("race " + race)
                        .containsExactlyInAnyOrder("applied 2", "applied 0");
            }
        }
        assertThat(column("SELECT race FROM runs ORDER BY race"))
                .as("each ran once")
                .hasSize(RACES)
                .doesNotHaveDuplicates();
    }

    @Test
    void withoutTheLockARaceDoesDamage() throws Exception {
        List<String> results = new ArrayList<>();
        try (Racer one = new Racer("race-without-lock");
                Racer other = new Racer("race-without-lock")) {
            write("V0__runs.sql", "CREATE TABLE runs (race int);");
            up();
            for (int race = 1; race <= RACES && isUnharmed(results); race++) {
                writeChanges(race);
                one.go();
                other.go();
                results.add(one.result());
                results.add(other.result());
            }
        }
        assertThat(isUnharmed(results)).as("negative control: " + results).isFalse();
    }

    private boolean isUnharmed(List<String> results) throws Exception {
        List<String> runs = column("SELECT race FROM runs");
        boolean once = runs.size() == runs.stream().distinct().count();
        return once && results.stream().allMatch(result -> result.startsWith("applied "));
    }

    private void writeChanges(int race) throws IOException {
        write("V" + race + ".1__run.sql", "INSERT INTO runs VALUES (" + race + ");");
        write("V" + race + ".2__table.sql", "CREATE TABLE t" + race + " (id int);");
    }

    /** A process that runs up whenever it is told to. */
    private final class Racer implements AutoCloseable {
        private final Process process;
        private final BufferedReader results;
        private final Writer signals;

        private Racer(String work) throws IOException {
            process = child(work);
            results = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            signals = process.outputWriter(StandardCharsets.UTF_8);
            assertThat(results.readLine()).isEqualTo("ready");
        }

        private void go() throws IOException {
            signals.write("go\n");
            signals.flush();
        }

        private String result() throws IOException {
            return String.valueOf(results.readLine());
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
