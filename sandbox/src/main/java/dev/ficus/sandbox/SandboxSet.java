package dev.ficus.sandbox;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A server of each kind with an empty database {@code shop} on it, under the names that the tutorial uses: {@code legacy}
 * (MySQL), {@code primary} (PostgreSQL) and {@code content} (MongoDB). Thread-safe but for {@link #close()}.
 */
public final class SandboxSet implements AutoCloseable {
    private static final String DATABASE = "shop";
    private static final List<DatabaseKind> ORDER =
            List.of(DatabaseKind.MYSQL, DatabaseKind.POSTGRES, DatabaseKind.MONGO);

    private final List<SandboxServer> servers;
    private final List<DatabaseSettings> databases;

    private SandboxSet(List<SandboxServer> servers, List<DatabaseSettings> databases) {
        this.servers = List.copyOf(servers);
        this.databases = List.copyOf(databases);
    }

    /**
     * Starts the three at the same time and returns when all take logins. If one fails, the others are ended again.
     *
     * @param options for all three; server settings make no sense here and are refused
     */
    public static SandboxSet start(SandboxOptions options, Progress progress) {
        if (!options.settings().isEmpty()) {
            throw new IllegalArgumentException("server settings do not fit servers of different kinds");
        }
        List<SandboxServer> servers = startAll(options, progress);
        try {
            List<DatabaseSettings> databases = servers.stream()
                    .map(server -> server.createDatabase(name(server.kind()), DATABASE))
                    .toList();
            return new SandboxSet(servers, databases);
        } catch (RuntimeException e) {
            closeAll(servers, e);
            throw e;
        }
    }

    /** The server of that kind. */
    public SandboxServer server(DatabaseKind kind) {
        return servers.get(ORDER.indexOf(kind));
    }

    /** The database {@code shop} on the server of that kind; keeps no history yet. */
    public DatabaseSettings database(DatabaseKind kind) {
        return databases.get(ORDER.indexOf(kind));
    }

    /**
     * Writes {@code ficus.yaml} into the directory, which is made if it is not there, and an empty directory of change
     * files for each database. The passwords are in the file as they are, so only its owner may read it. It appears
     * complete or not at all, and only here, so whoever waits for it finds servers that answer.
     *
     * @return the file
     * @throws FicusException CONFIG_EXISTS where the directory has one already, FILE_UNWRITABLE
     */
    public Path writeSettings(Path directory) {
        Path file = directory.resolve("ficus.yaml").toAbsolutePath();
        if (Files.exists(file)) {
            throw new FicusException(
                    ErrorCode.CONFIG_EXISTS,
                    "there is a ficus.yaml already",
                    file.toString(),
                    "choose another directory, or remove the file");
        }
        try {
            for (DatabaseSettings database : databases) {
                Files.createDirectories(directory.resolve(migrations(database)));
            }
            Path draft = Files.createTempFile(
                    directory,
                    ".ficus-",
                    ".yaml",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(draft, settings());
            return Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new FicusException(
                    ErrorCode.FILE_UNWRITABLE,
                    "the settings of the sandbox cannot be written: " + e.getMessage(),
                    directory.toString(),
                    "name a directory that this user may write to",
                    e);
        }
    }

    /** Ends the three servers and removes what they left; {@code ficus.yaml} stays. */
    @Override
    public void close() {
        RuntimeException failure = closeAll(servers, null);
        if (failure != null) {
            throw failure;
        }
    }

    private String settings() {
        String entries = databases.stream().map(SandboxSet::entry).collect(Collectors.joining());
        return """
                # The servers of a sandbox. They are gone when it ends.
                databases:
                %sstrangler:
                  from: legacy
                  to: primary
                  domains: {}
                """.formatted(entries);
    }

    private static String entry(DatabaseSettings database) {
        return "  " + database.name() + ":\n"
                + line("url", Optional.of(database.url()))
                + line("user", database.user())
                + line("password", database.password())
                + line("migrations", Optional.of(migrations(database)));
    }

    private static String line(String key, Optional<String> value) {
        return value.map(text ->
                        "    " + key + ": \"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"\n")
                .orElse("");
    }

    private static String name(DatabaseKind kind) {
        return switch (kind) {
            case MYSQL -> "legacy";
            case POSTGRES -> "primary";
            case MONGO -> "content";
        };
    }

    private static String migrations(DatabaseSettings database) {
        return "migrations-" + database.kind().word();
    }

    private static List<SandboxServer> startAll(SandboxOptions options, Progress progress) {
        ExecutorService threads = Executors.newFixedThreadPool(ORDER.size());
        try {
            List<CompletableFuture<SandboxServer>> starts = ORDER.stream()
                    .map(kind -> CompletableFuture.supplyAsync(() -> Sandbox.start(kind, options, progress), threads))
                    .toList();
            return collect(starts);
        } finally {
            threads.shutdown();
        }
    }

    /** Waits for all, so that none is left running when one failed. */
    private static List<SandboxServer> collect(List<CompletableFuture<SandboxServer>> starts) {
        List<SandboxServer> servers = new ArrayList<>();
        RuntimeException failure = null;
        for (CompletableFuture<SandboxServer> start : starts) {
            try {
                servers.add(start.join());
            } catch (CompletionException e) {
                failure = failure == null && e.getCause() instanceof RuntimeException cause ? cause : failure;
            }
        }
        if (failure != null) {
            closeAll(servers, failure);
            throw failure;
        }
        return servers;
    }

    private static @Nullable RuntimeException closeAll(List<SandboxServer> servers, @Nullable RuntimeException before) {
        RuntimeException failure = before;
        for (SandboxServer server : servers) {
            try {
                server.close();
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        return failure;
    }
}
