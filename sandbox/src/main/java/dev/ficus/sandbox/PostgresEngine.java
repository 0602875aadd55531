package dev.ficus.sandbox;

import dev.ficus.core.settings.DatabaseKind;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * PostgreSQL, 13 or later.
 *
 * @param programs the folder with {@code initdb} and {@code postgres}
 * @param version as {@code postgres --version} tells it, without the name
 */
record PostgresEngine(Path programs, String version) implements Engine {
    static PostgresEngine in(Path programs) {
        String answer = Programs.output(List.of(programs.resolve("postgres").toString(), "--version"));
        return new PostgresEngine(
                programs, answer.replaceFirst("^postgres \\(PostgreSQL\\) ", "").replaceFirst(" \\(.*", ""));
    }

    @Override
    public DatabaseKind kind() {
        return DatabaseKind.POSTGRES;
    }

    @Override
    public String description() {
        return "PostgreSQL " + version;
    }

    @Override
    public Account account() {
        return Account.powerless();
    }

    @Override
    public Optional<Credentials> credentials() {
        return Optional.of(Credentials.random());
    }

    @Override
    public void initialise(ServerHome home, ServerConfig config) {
        home.write("password", config.login().password() + "\n");
        home.run(List.of(
                programs.resolve("initdb").toString(),
                "--pgdata=" + home.data(),
                "--username=" + config.login().user(),
                "--pwfile=" + home.file("password"),
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--no-sync"));
        home.write("data/postgresql.auto.conf", configuration(config));
    }

    @Override
    public List<String> command(ServerHome home, ServerConfig config) {
        return List.of(
                programs.resolve("postgres").toString(), "-D", home.data().toString());
    }

    /** Fast shutdown. */
    @Override
    public String stopSignal() {
        return "INT";
    }

    /** Immediate shutdown: unlike a killed server it gives its shared memory back. */
    @Override
    public String discardSignal() {
        return "QUIT";
    }

    /** What goes into the configuration file: the settings of the sandbox, and what is particular to this server. */
    private static String configuration(ServerConfig config) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("listen_addresses", "127.0.0.1");
        all.put("port", Integer.toString(config.port()));
        all.put("unix_socket_directories", "");
        all.putAll(settings(config.settings()));
        return all.entrySet().stream()
                .map(setting -> setting.getKey() + " = '" + setting.getValue().replace("'", "''") + "'\n")
                .collect(Collectors.joining());
    }

    /**
     * The settings of every PostgreSQL of the sandbox, and over them {@code more}. Without fsync the server is fast and
     * still loses nothing when a process is killed: what was written is in the kernel's cache, which only a crash of the
     * machine loses.
     */
    static Map<String, String> settings(Map<String, String> more) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("wal_level", "logical");
        settings.put("max_replication_slots", "50");
        settings.put("max_wal_senders", "50");
        settings.put("max_connections", "200");
        settings.put("fsync", "off");
        settings.putAll(more);
        return settings;
    }
}
