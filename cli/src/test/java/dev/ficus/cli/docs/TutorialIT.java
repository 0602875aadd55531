package dev.ficus.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Does what {@code docs/tutorial.md} says, with the launcher, as a new user would. */
class TutorialIT {
    private static final Path LAUNCHER = Path.of("../ficus").toAbsolutePath().normalize();
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path directory;

    private final List<Process> background = new ArrayList<>();

    @AfterEach
    void endWhatRuns() throws InterruptedException {
        for (int i = background.size() - 1; i >= 0; i--) {
            background.get(i).destroy();
            background.get(i).waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    @Test
    void everyFileAndCommandOfTheTutorialWorks() throws Exception {
        Page page = Page.read(Path.of("../docs/tutorial.md"));
        Path play = directory.resolve("play");
        List<String> ran = new ArrayList<>();
        for (Page.Block block : page.blocks()) {
            if (!block.file().isEmpty()) {
                write(play.resolve(block.file()), block);
            } else if (block.info().equals("console")) {
                for (String command : block.commands()) {
                    run(play, command);
                    ran.add(command);
                }
            } else if (block.text().startsWith("ficus sandbox")) {
                start(directory, block.lines().get(0));
                await(play.resolve("ficus.yaml"));
            } else if (block.text().startsWith("ficus sync")) {
                start(play, block.lines().get(0));
            }
        }
        assertThat(ran).hasSizeGreaterThan(15).contains("ficus cutover finish orders --confirm orders");
    }

    /** The block for the settings file takes the place of its line {@code domains: {}}. */
    private static void write(Path file, Page.Block block) throws IOException {
        if (Files.exists(file)) {
            String text = Files.readString(file);
            assertThat(text).contains("domains: {}");
            Files.writeString(file, text.replace("domains: {}\n", block.text()));
        } else {
            Files.createDirectories(file.getParent());
            Files.writeString(file, block.text());
        }
    }

    private void run(Path where, String command) throws Exception {
        Path output = directory.resolve("output.txt");
        Process process = process(where, command, output);
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as(command + " ends")
                .isTrue();
        assertThat(process.exitValue())
                .as(command + "\n" + Files.readString(output))
                .isZero();
    }

    private void start(Path where, String command) throws IOException {
        background.add(process(where, command, directory.resolve("background" + background.size() + ".txt")));
    }

    private static Process process(Path where, String command, Path output) throws IOException {
        assertThat(command).startsWith("ficus ");
        List<String> words = new ArrayList<>(Arrays.asList(command.split(" ")));
        words.set(0, LAUNCHER.toString());
        return new ProcessBuilder(words)
                .directory(where.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    private void await(Path file) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!Files.exists(file)) {
            assertThat(System.nanoTime()).as("waited for %s", file).isLessThan(end);
            assertThat(background.get(0).waitFor(50, TimeUnit.MILLISECONDS))
                    .as("the sandbox ended: " + Files.readString(directory.resolve("background0.txt")))
                    .isFalse();
        }
    }
}
