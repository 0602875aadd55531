package dev.ficus.dualwrite.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tlc2.TLC;

/** The model of the protocol in {@code docs/model}: it holds its promises, and without any of the safeties it does not. */
class ModelTest {
    private static final Path MODEL = Path.of("..", "docs", "model");
    private static final String PROMISES = "INVARIANTS OneOwner NothingLost EqualAtRest NoEcho NoAlarm";

    @TempDir
    private Path directory;

    @Test
    void protocolKeepsItsPromises() throws Exception {
        assertThat(check(settings()))
                .contains("Model checking completed. No error has been found.")
                .contains(" 0 states left on queue.");
    }

    @ParameterizedTest(name = "without {0}: {1}")
    @CsvSource({
        "Barrier, EqualAtRest",
        "ReplayAfterCopy, EqualAtRest",
        "CompareAndSet, EqualAtRest",
        "Mark, NoEcho",
        "ReadBack, EqualAtRest",
        "ReadBackJournal, OneOwner",
        "FenceFirst, NothingLost"
    })
    void eachRemovedSafetyBreaksAPromise(String safety, String promise) throws Exception {
        String without =
                settings().replace(PROMISES, "INVARIANTS " + promise).replace(safety + " = TRUE", safety + " = FALSE");
        assertThat(without)
                .as("the switch and the promises are where they were")
                .contains(safety + " = FALSE")
                .doesNotContain(PROMISES);

        assertThat(check(without)).contains("Error: Invariant " + promise + " is violated.");
    }

    private static String settings() throws IOException {
        return Files.readString(MODEL.resolve("Ficus.cfg"));
    }

    /** What TLC says. It keeps static state, so it runs in a process of its own. */
    private String check(String settings) throws Exception {
        Files.copy(MODEL.resolve("Ficus.tla"), directory.resolve("Ficus.tla"));
        Files.writeString(directory.resolve("Ficus.cfg"), settings);
        Path output = directory.resolve("output.txt");
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseParallelGC",
                        "-Xmx1g",
                        "-Djava.io.tmpdir=" + directory,
                        "-cp",
                        jar(),
                        TLC.class.getName(),
                        "-workers",
                        "2",
                        "Ficus"))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("TLC ends").isTrue();
        } finally {
            process.destroyForcibly().waitFor();
        }
        return Files.readString(output);
    }

    private static String jar() throws URISyntaxException {
        return Path.of(TLC.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toString();
    }
}
