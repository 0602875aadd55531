package dev.ficus.sandbox;

import dev.ficus.core.settings.DatabaseKind;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Server programs out of Maven Central, unpacked once into the cache; for MongoDB a stand-in inside this JVM. */
final class EmbeddedSource implements Source {
    private static final String ORIGIN = "binaries from Maven Central";

    @Override
    public SandboxKind kind() {
        return SandboxKind.EMBEDDED;
    }

    @Override
    public Optional<Missing> missing(DatabaseKind kind, Map<String, String> settings) {
        boolean present = switch (kind) {
            case POSTGRES -> Archive.postgres().isPresent();
            case MYSQL -> Archive.mariaDb().isPresent();
            case MONGO -> true;
        };
        String platform = System.getProperty("os.name") + " on " + System.getProperty("os.arch");
        return present && runsHere(kind)
                ? Optional.empty()
                : Optional.of(new Missing(
                        "the binaries are for Linux on amd64, and this is " + platform,
                        "choose another source: docker or installed"));
    }

    @Override
    public SandboxServer start(DatabaseKind kind, Map<String, String> settings) {
        return switch (kind) {
            case POSTGRES ->
                launch(
                        PostgresEngine.in(
                                Archive.postgres().orElseThrow().unpack().resolve("bin")),
                        settings);
            case MYSQL -> launch(mariaDb(Archive.mariaDb().orElseThrow().unpack()), settings);
            case MONGO -> MongoStandIn.launch();
        };
    }

    private static boolean runsHere(DatabaseKind kind) {
        return kind == DatabaseKind.MONGO
                || (System.getProperty("os.name").equals("Linux")
                        && System.getProperty("os.arch").equals("amd64"));
    }

    private static SandboxServer launch(Engine engine, Map<String, String> settings) {
        return LocalProcess.launch(engine, SandboxKind.EMBEDDED, ORIGIN, settings);
    }

    private static Engine mariaDb(Path base) {
        return MysqlEngine.of(
                base.resolve("bin/mariadbd"),
                Optional.of(base.resolve("scripts/mariadb-install-db")),
                Optional.of(base));
    }
}
