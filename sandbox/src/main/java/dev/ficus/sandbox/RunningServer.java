package dev.ficus.sandbox;

import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;

/** The one implementation: an address to log in at, and a control for the process behind it. */
final class RunningServer implements SandboxServer {
    private final SandboxKind source;
    private final String description;
    private final ServerAddress address;
    private final ServerControl control;
    private final List<String> created = new CopyOnWriteArrayList<>();

    RunningServer(SandboxKind source, String description, ServerAddress address, ServerControl control) {
        this.source = source;
        this.description = description;
        this.address = address;
        this.control = control;
    }

    @Override
    public DatabaseKind kind() {
        return address.kind();
    }

    @Override
    public SandboxKind source() {
        return source;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public boolean standIn() {
        return control instanceof MongoStandIn;
    }

    @Override
    public DatabaseSettings admin(String settingsName) {
        return address.admin(settingsName);
    }

    @Override
    public DatabaseSettings freshDatabase(String settingsName) {
        String prefix = settingsName.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "_");
        String suffix = Long.toString(ThreadLocalRandom.current().nextLong(1L << 50), 36);
        return createDatabase(settingsName, prefix.substring(0, Math.min(prefix.length(), 24)) + "_" + suffix);
    }

    @Override
    public DatabaseSettings createDatabase(String settingsName, String databaseName) {
        Databases.create(address, databaseName);
        created.add(databaseName);
        return address.database(settingsName, databaseName);
    }

    @Override
    public boolean controllable() {
        return control.controllable();
    }

    @Override
    public void stop() {
        control.stop();
    }

    @Override
    public void kill() {
        control.kill();
    }

    @Override
    public void start() {
        control.start();
    }

    /** On a server of our own the databases go with its data directory. */
    @Override
    public void close() {
        if (source == SandboxKind.URL) {
            created.forEach(name -> Databases.drop(address, name));
        }
        created.clear();
        control.discard();
    }

    @Override
    public String toString() {
        return description;
    }
}
