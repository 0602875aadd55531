package dev.ficus.sandbox;

import dev.ficus.core.settings.DatabaseKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * MySQL 8.0 or later, or MariaDB 10.6 or later.
 *
 * @param server the server program, or a wrapper around it
 * @param version without the name
 * @param installer MariaDB's {@code mariadb-install-db}; empty for MySQL, which initialises itself
 * @param base the folder that a MariaDB outside the system's places was unpacked to
 */
record MysqlEngine(Path server, String version, Optional<Path> installer, Optional<Path> base) implements Engine {
    private static final Pattern VERSION = Pattern.compile("Ver (\\d+\\.\\d+\\.\\d+)");

    private static final String NO_SYNC = "--innodb-flush-method=nosync";

    /** What MySQL and MariaDB of the sandbox are told alike. */
    static final List<String> SETTINGS = List.of(
            "--skip-name-resolve",
            "--log-bin=binlog",
            "--binlog-format=ROW",
            "--binlog-row-image=FULL",
            "--binlog-row-metadata=FULL",
            "--character-set-server=utf8mb4",
            "--max-connections=200",
            "--innodb-flush-log-at-trx-commit=2",
            "--sync-binlog=0",
            NO_SYNC);

    static final List<String> MYSQL_SETTINGS =
            List.of("--gtid-mode=ON", "--enforce-gtid-consistency=ON", "--mysqlx=OFF", "--secure-file-priv=");

    /** MariaDB makes itself a certificate at every start otherwise, which takes many seconds. */
    static final List<String> MARIADB_SETTINGS = List.of("--skip-ssl");

    static MysqlEngine of(Path server, Optional<Path> installer, Optional<Path> base) {
        String answer = version(server);
        Matcher matcher = VERSION.matcher(answer);
        String version = matcher.find() ? matcher.group(1) : answer;
        return new MysqlEngine(server, version, isMariaDb(answer) ? installer : Optional.empty(), base);
    }

    static String version(Path server) {
        return Programs.output(List.of(server.toString(), "--no-defaults", "--version"));
    }

    static boolean isMariaDb(String versionAnswer) {
        return versionAnswer.contains("MariaDB");
    }

    @Override
    public DatabaseKind kind() {
        return DatabaseKind.MYSQL;
    }

    @Override
    public String description() {
        return (installer.isPresent() ? "MariaDB " : "MySQL ") + version;
    }

    /** Runs as root where we do: both servers allow that when it is said. */
    @Override
    public Account account() {
        return Account.OWN;
    }

    @Override
    public Optional<Credentials> credentials() {
        return Optional.of(Credentials.random());
    }

    @Override
    public void initialise(ServerHome home, ServerConfig config) {
        home.run(installer.isPresent() ? install(installer.get(), home) : initialiseItself(home));
        home.write("accounts.sql", accounts(config.login()));
    }

    @Override
    public List<String> command(ServerHome home, ServerConfig config) {
        List<String> command = base(server.toString(), home);
        command.addAll(List.of(
                "--init-file=" + home.file("accounts.sql"),
                "--bind-address=127.0.0.1",
                "--port=" + config.port(),
                "--socket=server.sock",
                "--pid-file=server.pid",
                "--server-id=" + config.port()));
        command.addAll(SETTINGS);
        command.addAll(installer.isPresent() ? MARIADB_SETTINGS : MYSQL_SETTINGS);
        config.settings().forEach((name, value) -> command.add("--" + name + (value.isEmpty() ? "" : "=" + value)));
        return command;
    }

    @Override
    public String stopSignal() {
        return "TERM";
    }

    @Override
    public String discardSignal() {
        return "KILL";
    }

    private List<String> initialiseItself(ServerHome home) {
        List<String> command = base(server.toString(), home);
        command.add("--initialize-insecure");
        return command;
    }

    private List<String> install(Path program, ServerHome home) {
        List<String> command = base(program.toString(), home);
        command.add(0, "sh");
        command.addAll(List.of("--auth-root-authentication-method=normal", "--skip-test-db", "--skip-name-resolve"));
        return command;
    }

    /**
     * What every program of the server must be told; {@code --no-defaults} has to come first. Without fsync the server
     * is fast and still loses nothing when a process is killed: what was written is in the kernel's cache, which only a
     * crash of the machine loses. A folder of its own for temporary files it needs because a MariaDB that starts removes
     * what looks like the temporary tables of a crashed one, also if they are another server's.
     */
    private List<String> base(String program, ServerHome home) {
        List<String> command = new ArrayList<>(
                List.of(program, "--no-defaults", "--datadir=" + home.data(), "--tmpdir=" + home.temporary()));
        base.ifPresent(folder -> command.add("--basedir=" + folder));
        base.map(folder -> folder.resolve("share"))
                .filter(Files::isDirectory)
                .ifPresent(folder -> command.add("--lc-messages-dir=" + folder));
        command.add(NO_SYNC);
        if (Account.isRoot()) {
            command.add("--user=root");
        }
        return command;
    }

    /** Runs at every start, before the server takes logins, and is not written to the binlog. */
    private static String accounts(Credentials login) {
        return """
                SET SESSION sql_log_bin = 0;
                CREATE USER IF NOT EXISTS '%1$s'@'%%' IDENTIFIED BY '%2$s';
                GRANT ALL PRIVILEGES ON *.* TO '%1$s'@'%%' WITH GRANT OPTION;
                ALTER USER 'root'@'localhost' IDENTIFIED BY '%2$s';
                """.formatted(login.user(), login.password());
    }
}
