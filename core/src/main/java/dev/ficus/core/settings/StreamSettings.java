package dev.ficus.core.settings;

import java.nio.file.Path;

/**
 * How much a stream may hold: the section {@code strangler.stream}.
 *
 * @param memory about how many bytes of changes the stream of one domain holds in memory, at least {@link #LEAST}; a
 *     single row is held whatever its size
 * @param spill the directory for what does not fit; it is made where it is missing
 */
public record StreamSettings(long memory, Path spill) {
    /** The smallest size of {@code memory} in the file. */
    static final long LEAST = 1024 * 1024;

    /** 32 MB, and the directory that Java has for temporary files. */
    public static final StreamSettings DEFAULT =
            new StreamSettings(32 * LEAST, Path.of(System.getProperty("java.io.tmpdir")));

    public StreamSettings {
        if (memory < LEAST) {
            throw new IllegalArgumentException("a stream needs at least " + LEAST + " bytes of memory");
        }
    }
}
