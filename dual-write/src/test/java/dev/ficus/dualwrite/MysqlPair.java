package dev.ficus.dualwrite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.progress.Progress;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.dualwrite.connect.MysqlServer;
import dev.ficus.sandbox.Sandbox;
import dev.ficus.sandbox.SandboxOptions;
import dev.ficus.sandbox.SandboxServer;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** A MySQL or MariaDB and its replica, both of a test's own. Used by one thread. */
public final class MysqlPair implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final SandboxServer primary;
    private final SandboxServer replica;
    private final DatabaseSettings from;

    private MysqlPair(SandboxServer primary, SandboxServer replica, DatabaseSettings from) {
        this.primary = primary;
        this.replica = replica;
        this.from = from;
    }

    /**
     * Replicating by GTID. Both have a database of the same name. MariaDB has to be told to log what it replicates, MySQL does it
     * anyway.
     */
    public static MysqlPair start() {
        MysqlPair pair = start(SandboxOptions.defaults());
        pair.replicate();
        return pair;
    }

    /** Replicating by file and offset, MySQL without GTIDs; MariaDB cannot be without. */
    public static MysqlPair startByFile() {
        MysqlPair pair = start(
                SandboxOptions.defaults().with("loose-gtid-mode", "OFF").with("loose-enforce-gtid-consistency", "OFF"));
        String file = text(pair.primary, "SHOW BINARY LOGS");
        pair.replicate(
                "MASTER_USE_GTID=no, MASTER_LOG_FILE='" + file + "', MASTER_LOG_POS=4",
                "SOURCE_LOG_FILE='" + file + "', SOURCE_LOG_POS=4");
        return pair;
    }

    /** As {@link #start()}, with a replica that does not log what it replicates. */
    public static MysqlPair startWithSilentReplica() {
        MysqlPair pair = start(SandboxOptions.defaults(), "OFF");
        pair.replicate();
        return pair;
    }

    private static MysqlPair start(SandboxOptions options) {
        return start(options, "ON");
    }

    private static MysqlPair start(SandboxOptions options, String logsReplicated) {
        SandboxServer primary = Sandbox.start(DatabaseKind.MYSQL, options, Progress.SILENT);
        SandboxServer replica = Sandbox.start(
                DatabaseKind.MYSQL,
                options.with("loose-log-slave-updates", logsReplicated)
                        .with("loose-log-replica-updates", logsReplicated),
                Progress.SILENT);
        return new MysqlPair(primary, replica, primary.freshDatabase("legacy"));
    }

    public SandboxServer primary() {
        return primary;
    }

    public SandboxServer replica() {
        return replica;
    }

    /** The database on the primary. */
    public DatabaseSettings from() {
        return from;
    }

    /** The same database on the replica. */
    public DatabaseSettings promoted() {
        DatabaseSettings admin = replica.admin("legacy");
        String url = admin.url().replaceFirst("/mysql\\?", from.url().replaceFirst(".*/([^/?]+)\\?.*", "/$1?"));
        return new DatabaseSettings(from.name(), from.kind(), url, admin.user(), admin.password(), from.migrations());
    }

    /** By GTID, from where the replica stands. */
    public void replicate() {
        replicate("MASTER_USE_GTID=slave_pos", "SOURCE_AUTO_POSITION=1");
    }

    private void replicate(String fromOfMariadb, String fromOfMysql) {
        URI address = URI.create(primary.admin("p").url().substring("jdbc:".length()));
        String user = primary.admin("p").user().orElseThrow();
        String password = primary.admin("p").password().orElseThrow();
        if (mariadb()) {
            onReplica("CHANGE MASTER TO MASTER_HOST='" + address.getHost() + "', MASTER_PORT=" + address.getPort()
                    + ", MASTER_USER='" + user + "', MASTER_PASSWORD='" + password
                    + "', " + fromOfMariadb + ", MASTER_SSL_VERIFY_SERVER_CERT=0, MASTER_SSL=0");
            onReplica("START SLAVE");
        } else {
            onReplica("CHANGE REPLICATION SOURCE TO SOURCE_HOST='" + address.getHost() + "', SOURCE_PORT="
                    + address.getPort() + ", SOURCE_USER='" + user + "', SOURCE_PASSWORD='" + password
                    + "', " + fromOfMysql + ", GET_SOURCE_PUBLIC_KEY=1");
            onReplica("START REPLICA");
        }
    }

    public boolean mariadb() {
        return primary.description().contains("MariaDB");
    }

    /** As {@link #awaitReplica}, of a pair without GTIDs. */
    public void awaitReplicaByFile() {
        String at = mariadb() ? "SHOW MASTER STATUS" : "SHOW BINARY LOG STATUS";
        String wait = mariadb() ? "MASTER_POS_WAIT" : "SOURCE_POS_WAIT";
        try (Connection connection = new MysqlServer(primary.admin("any")).open();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(at)) {
            row.next();
            String answer = text(
                    replica,
                    "SELECT " + wait + "('" + row.getString(1) + "', " + row.getLong(2) + ", " + PATIENCE.toSeconds()
                            + ")");
            assertThat(answer).as("events applied; " + replicaErrors()).matches("\\d+");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits until the replica has everything that the primary has executed. */
    public void awaitReplica() {
        String executed = mariadb() ? "SELECT @@GLOBAL.gtid_binlog_pos" : "SELECT @@GLOBAL.gtid_executed";
        String wanted = text(primary, executed);
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!text(replica, executed).equals(wanted)) {
            assertThat(System.nanoTime())
                    .as("the replica has " + text(replica, executed) + " of " + wanted + "; " + replicaErrors())
                    .isLessThan(end);
            Thread.onSpinWait();
        }
    }

    /** From here on the replica gets nothing more. */
    public void cut() {
        onReplica(mariadb() ? "STOP SLAVE" : "STOP REPLICA");
    }

    /** Takes writes for itself. */
    public void promote() {
        cut();
        onReplica(mariadb() ? "RESET SLAVE ALL" : "RESET REPLICA ALL");
    }

    /** Waits until the replica has no log before this file: it keeps what a crash might need for a moment. */
    public void purgeReplica(String file) {
        if (!text(replica, "SHOW GLOBAL VARIABLES LIKE 'slave_connections_needed_for_purge'")
                .isEmpty()) {
            onReplica("SET GLOBAL slave_connections_needed_for_purge = 0"); // a newer MariaDB keeps them for replicas
        }
        long end = System.nanoTime() + PATIENCE.toNanos();
        do {
            assertThat(System.nanoTime()).as("purged to " + file).isLessThan(end);
            onReplica("PURGE BINARY LOGS TO '" + file + "'");
        } while (!text(replica, "SHOW BINARY LOGS").equals(file));
    }

    public void onReplica(String... statements) {
        run(replica, statements);
    }

    private String replicaErrors() {
        try (Connection connection = new MysqlServer(replica.admin("r")).open();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW " + (mariadb() ? "SLAVE" : "REPLICA") + " STATUS")) {
            return row.next() ? row.getString("Last_IO_Error") + " " + row.getString("Last_SQL_Error") : "no replica";
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static void run(SandboxServer server, String... statements) {
        try (Connection connection = new MysqlServer(server.admin("any")).open();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static String text(SandboxServer server, String query) {
        try (Connection connection = new MysqlServer(server.admin("any")).open();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() ? String.valueOf(row.getString(1)) : "";
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        try {
            replica.close();
        } finally {
            primary.close();
        }
    }
}
