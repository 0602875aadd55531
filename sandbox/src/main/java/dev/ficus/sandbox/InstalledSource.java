package dev.ficus.sandbox;

import dev.ficus.core.settings.DatabaseKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A server program that is installed on this machine. */
record InstalledSource(Environment environment) implements Source {
    /** Where Debian keeps the programs of each major version. */
    private static final Path DEBIAN_POSTGRES = Path.of("/usr/lib/postgresql");

    @Override
    public SandboxKind kind() {
        return SandboxKind.INSTALLED;
    }

    @Override
    public Optional<Missing> missing(DatabaseKind kind, Map<String, String> settings) {
        return engine(kind).isPresent() ? Optional.empty() : Optional.of(missing(kind));
    }

    @Override
    public SandboxServer start(DatabaseKind kind, Map<String, String> settings) {
        return LocalProcess.launch(
                engine(kind).orElseThrow(), SandboxKind.INSTALLED, "installed on this machine", settings);
    }

    private Optional<Engine> engine(DatabaseKind kind) {
        return switch (kind) {
            case POSTGRES -> postgres().map(PostgresEngine::in);
            case MYSQL -> program("FICUS_SANDBOX_MYSQLD", "mysqld", "mariadbd").flatMap(InstalledSource::mysql);
            case MONGO -> program("FICUS_SANDBOX_MONGOD", "mongod").map(MongoEngine::of);
        };
    }

    /** The folder with PostgreSQL's programs; of several installed versions the newest. */
    private Optional<Path> postgres() {
        return environment
                .value("FICUS_SANDBOX_POSTGRES_BIN")
                .map(Path::of)
                .or(InstalledSource::newestOfDebian)
                .or(() -> Programs.find("initdb").map(Path::getParent))
                .filter(folder -> Files.isExecutable(folder.resolve("initdb")))
                .filter(folder -> Files.isExecutable(folder.resolve("postgres")));
    }

    private static Optional<Path> newestOfDebian() {
        if (!Files.isDirectory(DEBIAN_POSTGRES)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(DEBIAN_POSTGRES)) {
            return versions.filter(folder -> folder.getFileName().toString().matches("\\d+"))
                    .filter(folder -> Files.isExecutable(folder.resolve("bin/initdb")))
                    .max(Comparator.comparingInt(
                            folder -> Integer.parseInt(folder.getFileName().toString())))
                    .map(folder -> folder.resolve("bin"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** MariaDB comes with an installer of its own; without it there is no way to a data directory. */
    private static Optional<Engine> mysql(Path server) {
        if (!MysqlEngine.isMariaDb(MysqlEngine.version(server))) {
            return Optional.of(MysqlEngine.of(server, Optional.empty(), Optional.empty()));
        }
        return Programs.find("mariadb-install-db")
                .map(installer -> MysqlEngine.of(server, Optional.of(installer), Optional.empty()));
    }

    private Optional<Path> program(String variable, String... names) {
        return environment
                .value(variable)
                .map(Path::of)
                .filter(Files::isExecutable)
                .or(() -> Stream.of(names)
                        .map(Programs::find)
                        .flatMap(Optional::stream)
                        .findFirst());
    }

    private static Missing missing(DatabaseKind kind) {
        return switch (kind) {
            case POSTGRES ->
                new Missing(
                        "initdb and postgres are not on this machine",
                        "install PostgreSQL, or name the folder of its programs in FICUS_SANDBOX_POSTGRES_BIN");
            case MYSQL ->
                new Missing(
                        "neither mysqld nor mariadbd with mariadb-install-db is on this machine",
                        "install MySQL or MariaDB, or name the server program in FICUS_SANDBOX_MYSQLD");
            case MONGO ->
                new Missing(
                        "mongod is not on this machine",
                        "install MongoDB, or name the server program in FICUS_SANDBOX_MONGOD");
        };
    }
}
