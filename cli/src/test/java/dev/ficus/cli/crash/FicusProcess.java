package dev.ficus.cli.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.cli.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A command line in a process of its own. Closing kills it. */
final class FicusProcess implements AutoCloseable {
    private static final String NOWHERE = "nowhere";

    private final Process process;
    private final Path arrival;
    private final Path out;
    private final Path err;

    private FicusProcess(Process process, Path arrival, Path out, Path err) {
        this.process = process;
        this.arrival = arrival;
        this.out = out;
        this.err = err;
    }

    /** Starts a command line that nothing interrupts. */
    static FicusProcess start(Path directory, String... line) throws IOException {
        return start(directory, "halt", NOWHERE, 1, line);
    }

    /** Starts a command line that nothing interrupts, with a heap of so many MB. */
    static FicusProcess startWithHeap(int megabytes, Path directory, String... line) throws IOException {
        return start(List.of("-Xmx" + megabytes + "m"), directory, "halt", NOWHERE, 1, line);
    }

    /** Starts a command line of which one thread meets a bug at a point. */
    static FicusProcess startWithBugAt(String point, Path directory, String... line) throws IOException {
        return start(directory, "throw", point, 2, line);
    }

    /** Runs a command line that ends itself at a point, and returns when it has. */
    static void dieAt(String point, int arrival, Path directory, String... line) throws Exception {
        try (FicusProcess ficus = start(directory, "halt", point, arrival, line)) {
            assertThat(ficus.exitCode())
                    .as("died at %s: %s", point, ficus.output())
                    .isEqualTo(CrashingFicus.KILLED);
        }
    }

    /** Runs a command line up to a point, and kills the process from outside while it stands there. */
    static void killAt(String point, int arrival, Path directory, String... line) throws Exception {
        try (FicusProcess ficus = standAt(point, arrival, directory, line)) {
            ficus.kill();
        }
    }

    /** Runs a command line up to a point, and returns when it stands there. */
    static FicusProcess standAt(String point, int arrival, Path directory, String... line) throws Exception {
        FicusProcess ficus = start(directory, "block", point, arrival, line);
        try {
            Waiting.until("it stands at " + point, () -> {
                assertThat(ficus.process.isAlive()).as(ficus.output()).isTrue();
                return Files.exists(ficus.arrival);
            });
            return ficus;
        } catch (Exception | Error e) {
            ficus.kill();
            throw e;
        }
    }

    private static FicusProcess start(Path directory, String atPoint, String point, int arrival, String... line)
            throws IOException {
        return start(List.of(), directory, atPoint, point, arrival, line);
    }

    private static FicusProcess start(
            List<String> javaOptions, Path directory, String atPoint, String point, int arrival, String... line)
            throws IOException {
        Path arrived = directory.resolve("arrived-" + System.nanoTime());
        Path out = Files.createTempFile(directory, "out", ".txt");
        Path err = Files.createTempFile(directory, "err", ".txt");
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(javaOptions);
        command.addAll(List.of(
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                CrashingFicus.class.getName(),
                atPoint,
                point,
                Integer.toString(arrival),
                arrived.toString()));
        command.addAll(List.of(line));
        command.addAll(List.of("--config", directory.resolve("ficus.yaml").toString()));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        return new FicusProcess(process, arrived, out, err);
    }

    boolean alive() {
        return process.isAlive();
    }

    /** How many files in this directory it has open, with or without a name. */
    long filesOpenIn(Path place) throws IOException {
        try (Stream<Path> handles = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
            return handles.filter(handle -> target(handle).startsWith(place + "/"))
                    .count();
        }
    }

    private static String target(Path handle) {
        try {
            return Files.readSymbolicLink(handle).toString();
        } catch (IOException e) {
            return ""; // closed meanwhile
        }
    }

    /** What it has printed on both streams, stdout first. */
    String output() throws IOException {
        return Files.readString(out) + err();
    }

    /** What it has printed on stderr. */
    String err() throws IOException {
        return Files.readString(err);
    }

    int exitCode() throws Exception {
        assertThat(process.waitFor(2, TimeUnit.MINUTES))
                .as("ended: %s", output())
                .isTrue();
        return process.exitValue();
    }

    /** SIGTERM, which asks it to stop as Ctrl-C does. */
    void terminate() {
        process.destroy();
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
