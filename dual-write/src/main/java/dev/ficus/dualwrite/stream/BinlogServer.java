package dev.ficus.dualwrite.stream;

import dev.ficus.dualwrite.control.Gtids;
import dev.ficus.dualwrite.control.MysqlGtids;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/**
 * Whose log it is.
 *
 * @param identity {@code server_uuid}, or server id and host name on MariaDB, which has no such id
 * @param serverId as it stands in the events that the server makes up for a reader
 * @param gtids whether every transaction has a GTID: {@code gtid_mode = ON}, and always on MariaDB
 * @param gtidMode MySQL's word, for messages; {@code ON} on MariaDB
 * @param logsReplicated whether what it replicates from another server is in its log too
 */
record BinlogServer(
        boolean mariadb, String identity, long serverId, boolean gtids, String gtidMode, boolean logsReplicated) {
    private static final int SYNTAX = 1064;
    private static final int ACCESS_DENIED = 1227;

    static BinlogServer of(Connection connection) throws SQLException {
        Map<String, String> now = MysqlPosition.variables(
                connection,
                "version",
                "server_uuid",
                "server_id",
                "hostname",
                "gtid_mode",
                "log_replica_updates",
                "log_slave_updates");
        boolean mariadb = now.getOrDefault("version", "").contains("MariaDB");
        String uuid = mariadb ? "" : now.getOrDefault("server_uuid", "");
        String mode = mariadb ? "ON" : now.getOrDefault("gtid_mode", "OFF");
        String logged = now.getOrDefault("log_replica_updates", now.getOrDefault("log_slave_updates", "ON"));
        return new BinlogServer(
                mariadb,
                uuid.isEmpty() ? now.get("server_id") + "@" + now.get("hostname") : uuid,
                Long.parseLong(now.getOrDefault("server_id", "0")),
                mode.equals("ON"),
                mode,
                logged.equals("ON"));
    }

    /**
     * What can be seen on the server now. With {@code binlog_order_commits} that is a beginning of the log, without holes.
     * A MariaDB that has logged nothing yet has no GTIDs.
     */
    Gtids executed(Connection connection) throws SQLException {
        if (!gtids) {
            return Gtids.NONE;
        }
        String text = text(connection, mariadb ? "SELECT @@GLOBAL.gtid_binlog_pos" : "SELECT @@GLOBAL.gtid_executed");
        if (text.isBlank()) {
            return mariadb ? Gtids.NONE : MysqlGtids.EMPTY;
        }
        return Gtids.parse(text);
    }

    /**
     * Whether it has a source of its own, and leaves what that sends out of its log. False too where the user may not see it, which the
     * doctor tells.
     */
    boolean leavesOutReplicated(Connection connection) throws SQLException {
        if (logsReplicated) {
            return false;
        }
        try {
            return any(connection, "SHOW REPLICA STATUS");
        } catch (SQLException e) {
            if (e.getErrorCode() == ACCESS_DENIED) {
                return false;
            }
            if (e.getErrorCode() != SYNTAX) {
                throw e;
            }
            return any(connection, "SHOW SLAVE STATUS");
        }
    }

    private static boolean any(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next();
        }
    }

    /** The one cell that a query gives; empty where it is NULL. */
    static String text(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            String text = row.getString(1);
            return text == null ? "" : text;
        }
    }
}
