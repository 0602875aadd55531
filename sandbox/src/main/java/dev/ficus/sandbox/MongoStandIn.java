package dev.ficus.sandbox;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import dev.ficus.core.settings.DatabaseKind;
import java.util.Optional;

/** mongo-java-server inside this JVM: speaks MongoDB's protocol, keeps its data in memory, is not MongoDB. */
final class MongoStandIn implements ServerControl {
    private final MongoServer server = new MongoServer(new MemoryBackend());

    private MongoStandIn() {}

    static SandboxServer launch() {
        MongoStandIn standIn = new MongoStandIn();
        standIn.server.bind("127.0.0.1", 0);
        int port = standIn.server.getLocalAddress().getPort();
        ServerAddress address = ServerAddress.local(DatabaseKind.MONGO, port, Optional.empty());
        return new RunningServer(SandboxKind.EMBEDDED, description(), address, standIn);
    }

    private static String description() {
        String version = MongoServer.class.getPackage().getImplementationVersion();
        return "mongo-java-server" + (version == null ? "" : " " + version)
                + " inside this JVM (a stand-in, not MongoDB)";
    }

    @Override
    public boolean controllable() {
        return false;
    }

    @Override
    public void stop() {
        throw Unavailable.control("mongo-java-server keeps its data in memory");
    }

    @Override
    public void kill() {
        throw Unavailable.control("mongo-java-server runs inside this JVM");
    }

    @Override
    public void start() {
        throw Unavailable.control("mongo-java-server keeps its data in memory");
    }

    @Override
    public void discard() {
        server.shutdownNow();
    }
}
