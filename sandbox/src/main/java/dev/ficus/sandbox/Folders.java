package dev.ficus.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;

/** Folders of this machine that a server can reach, also when it runs under another account than we do. */
final class Folders {
    private Folders() {}

    /** Where the directories of servers are made. */
    static Path temporary() {
        Path configured = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
        return !Account.isRoot() || openToAll(configured) ? configured : Path.of("/tmp");
    }

    /** Where unpacked binaries are kept from run to run; as root a place that others can read, too. */
    static Path cache() {
        if (Account.isRoot()) {
            return Path.of("/var/cache/ficus");
        }
        return Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .filter(folder -> !folder.isBlank())
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
                .resolve("ficus");
    }

    /** True where everybody may walk through the folder and all above it. */
    private static boolean openToAll(Path folder) {
        try {
            for (Path each = folder; each != null; each = each.getParent()) {
                if (!Files.getPosixFilePermissions(each).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
