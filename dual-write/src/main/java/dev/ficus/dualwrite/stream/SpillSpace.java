package dev.ficus.dualwrite.stream;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.settings.StreamSettings;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory in which streams keep what of a transaction does not fit into memory. Thread-safe.
 *
 * <p>A spill file holds row values, so only its owner may read it. It loses its name as soon as it is open
 * ({@link StandardOpenOption#DELETE_ON_CLOSE} as the JDK does it on Unix; Windows does the same at the end of the
 * process): the system frees it when it is closed, and when the process ends in any way. A name that is seen in the directory is
 * therefore that of a file whose process died between these two steps, or stands between them and does not need the
 * name; the next stream that starts removes it.
 */
final class SpillSpace {
    private static final Logger LOG = LoggerFactory.getLogger(SpillSpace.class);
    private static final String PREFIX = "ficus-spill-";

    private final Path directory;
    private final long limit;

    /** @param limit about how many bytes of a transaction are kept in memory */
    SpillSpace(Path directory, long limit) {
        this.directory = directory;
        this.limit = limit;
        removeLeftovers();
    }

    static SpillSpace of(StreamSettings settings) {
        return new SpillSpace(settings.spill(), settings.memory() / 4);
    }

    /** About how many bytes of a transaction are kept in memory. */
    long limit() {
        return limit;
    }

    /** A new, empty file. */
    SpillFile open() {
        try {
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(directory, only("rwx------"));
            }
            return new SpillFile(create(), this);
        } catch (IOException e) {
            throw failed("a spill file could not be made", e);
        }
    }

    FicusException failed(String what, IOException cause) {
        if (cause instanceof ClosedByInterruptException) {
            return new FicusException(
                    ErrorCode.INTERRUPTED,
                    "the stream was interrupted",
                    "directory " + directory,
                    "start it again: ficus sync",
                    cause);
        }
        return new FicusException(
                ErrorCode.SPILL_FAILED,
                what + ": " + (cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage()),
                "directory " + directory,
                "make room for the largest transaction, or name another directory with strangler.stream.spill; nothing"
                        + " is lost, the stream goes on at its checkpoint",
                cause);
    }

    private FileChannel create() throws IOException {
        return FileChannel.open(
                directory.resolve(PREFIX + UUID.randomUUID()),
                Set.of(
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.DELETE_ON_CLOSE),
                only("rw-------"));
    }

    private FileAttribute<?>[] only(String permissions) {
        return directory.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private void removeLeftovers() {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, PREFIX + "*")) {
            for (Path file : found) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.debug("spill files that another process left in {} could not be removed", directory, e);
        }
    }
}
