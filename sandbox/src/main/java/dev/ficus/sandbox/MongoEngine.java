package dev.ficus.sandbox;

import dev.ficus.core.settings.DatabaseKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bson.Document;

/** MongoDB as a replica set of one member, because only a replica set has transactions. It takes anybody on 127.0.0.1. */
record MongoEngine(Path server, String version) implements Engine {
    private static final Pattern VERSION = Pattern.compile("db version v(\\S+)");

    static MongoEngine of(Path server) {
        Matcher matcher = VERSION.matcher(Programs.output(List.of(server.toString(), "--version")));
        return new MongoEngine(server, matcher.find() ? matcher.group(1) : "of unknown version");
    }

    @Override
    public DatabaseKind kind() {
        return DatabaseKind.MONGO;
    }

    @Override
    public String description() {
        return "MongoDB " + version;
    }

    @Override
    public Account account() {
        return Account.OWN;
    }

    @Override
    public Optional<Credentials> credentials() {
        return Optional.empty();
    }

    @Override
    public void initialise(ServerHome home, ServerConfig config) {
        try {
            Files.createDirectory(home.data());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<String> command(ServerHome home, ServerConfig config) {
        List<String> command = new ArrayList<>(List.of(
                server.toString(),
                "--dbpath=" + home.data(),
                "--bind_ip=127.0.0.1",
                "--port=" + config.port(),
                "--nounixsocket",
                "--replSet=ficus"));
        config.settings().forEach((name, value) -> command.add("--" + name + (value.isEmpty() ? "" : "=" + value)));
        return command;
    }

    @Override
    public void prepare(ServerAddress address) {
        initiate(address, address.url().replaceAll("mongodb://|/.*", ""));
    }

    /** Makes the server the primary of its own replica set, under the name that it knows itself by. */
    static void initiate(ServerAddress address, String member) {
        Document members = new Document("_id", 0).append("host", member);
        Document config = new Document("_id", "ficus").append("members", List.of(members));
        Databases.mongo(address, "admin", new Document("replSetInitiate", config));
        Databases.awaitPrimary(address);
    }

    @Override
    public String stopSignal() {
        return "TERM";
    }

    @Override
    public String discardSignal() {
        return "KILL";
    }
}
