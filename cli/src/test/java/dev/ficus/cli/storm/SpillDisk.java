package dev.ficus.cli.storm;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A small disk in memory for what a stream spills. Only root can mount one; elsewhere it is a plain directory that never fills. */
final class SpillDisk implements AutoCloseable {
    private static final int BLOCK = 4_096;

    private final Path directory;
    private final boolean mounted;

    private SpillDisk(Path directory, boolean mounted) {
        this.directory = directory;
        this.mounted = mounted;
    }

    static SpillDisk in(Path parent) throws IOException, InterruptedException {
        Path directory = Files.createDirectory(parent.resolve("spill"));
        return new SpillDisk(directory, run("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", directory.toString()));
    }

    Path directory() {
        return directory;
    }

    boolean canFill() {
        return mounted;
    }

    /** Leaves not a block free. */
    void fill() throws IOException {
        try (OutputStream out = Files.newOutputStream(filler())) {
            for (long free = directory.toFile().getUsableSpace(); free >= BLOCK; free -= BLOCK) {
                out.write(new byte[BLOCK]);
            }
        }
    }

    void free() throws IOException {
        Files.delete(filler());
    }

    /** Spill files that have a name still. */
    List<Path> leftOver() throws IOException {
        try (var files = Files.list(directory)) {
            return files.toList();
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        if (mounted && !run("umount", directory.toString())) {
            throw new IOException("still in use: " + directory);
        }
    }

    private Path filler() {
        return directory.resolve("filler");
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
