package dev.ficus.cli.storm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Ficus in a process of its own. Closing kills it. */
final class StormProcess implements AutoCloseable {
    private final Process process;
    private final Path output;

    private StormProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** @param entry a class with a main method that takes a command line of Ficus */
    static StormProcess start(Path directory, Class<?> entry, String... line) throws IOException {
        Path output = Files.createTempFile(directory, "output", ".txt");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                entry.getName()));
        command.addAll(List.of(line));
        command.addAll(List.of("--config", directory.resolve("ficus.yaml").toString()));
        return new StormProcess(
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start(),
                output);
    }

    boolean alive() {
        return process.isAlive();
    }

    /** What it has printed on both streams. */
    String output() throws IOException {
        return Files.readString(output);
    }

    int exitCode() throws Exception {
        assertThat(process.waitFor(3, TimeUnit.MINUTES))
                .as("ended: %s", output())
                .isTrue();
        return process.exitValue();
    }

    /** kill -9, and waits for the end. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
