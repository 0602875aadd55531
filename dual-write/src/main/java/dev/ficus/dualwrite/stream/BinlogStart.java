package dev.ficus.dualwrite.stream;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.dualwrite.connect.MysqlServer;
import dev.ficus.dualwrite.control.BinlogPosition;
import dev.ficus.dualwrite.control.Gtids;
import dev.ficus.dualwrite.control.MariadbGtids;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where the reading of a log begins, after it was made certain that the server which answers now has what was applied
 * already. Where its transactions have GTIDs, reading begins at the set, on the server of the checkpoint and on a replica
 * that took its place alike: there is one way, so the one that a failover needs is the one that is used each day. Without
 * GTIDs it begins at file and offset, which mean something on their own server only.
 *
 * @param position what was read already; its file and offset may be another server's
 * @param server the one that answers
 * @param byGtid whether the set says where to begin, or file and offset
 */
record BinlogStart(BinlogPosition position, BinlogServer server, boolean byGtid) {

    /**
     * Looks at the server and decides.
     *
     * @throws FicusException SOURCE_REPLACED where another server answers and GTIDs do not tell what it has;
     *     SOURCE_BEHIND where it lacks transactions that were applied; STREAM_POSITION_LOST where it no longer has the log
     *     of what is to come; BINLOG_SETTING_UNSUITABLE where it does not log what it replicates or replicated
     */
    static BinlogStart of(MysqlServer mysql, BinlogPosition wanted, BinlogRefusal refusal) {
        try (Connection connection = mysql.open()) {
            BinlogServer server = BinlogServer.of(connection);
            if (server.leavesOutReplicated(connection)) {
                throw new FicusException(List.of(BinlogRefusal.replicatedLeftOut(refusal.where(wanted))), null);
            }
            BinlogPosition position = completed(connection, server, wanted);
            boolean same = position.server().equals(server.identity());
            if (!server.gtids() || !position.gtids().known()) {
                if (!same) {
                    throw replaced(position, server, refusal);
                }
                return new BinlogStart(position.withoutGtids(), server, false);
            }
            if (!same && !server.logsReplicated()) {
                throw notLogged(position, refusal);
            }
            refuseMissing(connection, server, position, refusal);
            refusePurged(connection, server, position, refusal);
            return new BinlogStart(position, server, true);
        } catch (SQLException e) {
            throw MysqlPosition.failure(e, "the place in the binlog");
        }
    }

    /**
     * Refuses a server that lacks something of what a copy holds: rows of the copy may come from transactions that this
     * server never got, and its log would not correct them.
     */
    static void refuseUnlessAll(MysqlServer mysql, BinlogPosition copied, BinlogRefusal refusal) {
        try (Connection connection = mysql.open()) {
            BinlogServer server = BinlogServer.of(connection);
            if (copied.server().isEmpty()
                    || copied.server().equals(server.identity())
                            && !copied.gtids().known()) {
                return;
            }
            if (!server.gtids() || !copied.gtids().known()) {
                throw replaced(copied, server, refusal);
            }
            refuseMissing(connection, server, copied, refusal);
        } catch (SQLException e) {
            throw MysqlPosition.failure(e, "the place in the binlog");
        }
    }

    /** Older checkpoints name no server: there has only been one. MariaDB can say which GTIDs stand before a place. */
    private static BinlogPosition completed(Connection connection, BinlogServer server, BinlogPosition wanted)
            throws SQLException {
        BinlogPosition position = wanted.server().isEmpty()
                ? new BinlogPosition(wanted.file(), wanted.offset(), server.identity(), wanted.gtids())
                : wanted;
        if (position.gtids().known() || !server.mariadb() || !position.server().equals(server.identity())) {
            return position;
        }
        try (PreparedStatement statement = connection.prepareStatement("SELECT BINLOG_GTID_POS(?, ?)")) {
            statement.setString(1, position.file());
            statement.setLong(2, position.offset());
            String text = cell(statement);
            return text.isBlank()
                    ? position
                    : new BinlogPosition(
                            position.file(), position.offset(), position.server(), MariadbGtids.parse(text));
        }
    }

    private static void refuseMissing(
            Connection connection, BinlogServer server, BinlogPosition position, BinlogRefusal refusal)
            throws SQLException {
        String missing = server.mariadb()
                ? missingOnMariadb(connection, position.gtids())
                : difference(connection, "GTID_SUBTRACT(?, @@GLOBAL.gtid_executed)", position.gtids());
        if (!missing.isEmpty()) {
            throw refusal.sourceBehind(missing, position);
        }
    }

    /** Numbers of one server in one domain grow, so the newest that is known of it tells of all. */
    private static String missingOnMariadb(Connection connection, Gtids wanted) throws SQLException {
        if (!(wanted instanceof MariadbGtids gtids)) {
            return wanted.text();
        }
        List<MariadbGtids.Gtid> have = Arrays.stream(BinlogServer.text(connection, "SELECT @@GLOBAL.gtid_binlog_state")
                        .split(","))
                .filter(text -> !text.isBlank())
                .map(text -> MariadbGtids.parse(text).newest().get(0))
                .toList();
        return gtids.newest().stream()
                .filter(gtid -> have.stream()
                        .noneMatch(one -> one.domain() == gtid.domain()
                                && one.server() == gtid.server()
                                && one.number() >= gtid.number()))
                .map(MariadbGtids.Gtid::toString)
                .collect(Collectors.joining(","));
    }

    /** MariaDB tells it when it is asked for the log. */
    private static void refusePurged(
            Connection connection, BinlogServer server, BinlogPosition position, BinlogRefusal refusal)
            throws SQLException {
        if (server.mariadb()) {
            return;
        }
        String purged = difference(connection, "GTID_SUBTRACT(@@GLOBAL.gtid_purged, ?)", position.gtids());
        if (!purged.isEmpty()) {
            throw refusal.purged(purged, position);
        }
    }

    private static String difference(Connection connection, String expression, Gtids gtids) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT " + expression)) {
            statement.setString(1, gtids.text());
            return cell(statement).replaceAll("\\s+", "");
        }
    }

    private static String cell(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            row.next();
            String text = row.getString(1);
            return text == null ? "" : text;
        }
    }

    private static FicusException replaced(BinlogPosition position, BinlogServer server, BinlogRefusal refusal) {
        String why = position.gtids().known()
                ? "its gtid_mode is " + server.gtidMode()
                : "the checkpoint has no GTIDs, and file and offset mean nothing there";
        return new FicusException(
                ErrorCode.SOURCE_REPLACED,
                "another MySQL server answers (" + server.identity() + ", not " + position.server() + "), and " + why,
                refusal.where(position),
                "point strangler.from at the server of the checkpoint; where it is lost, copy the domain again: "
                        + refusal.restart());
    }

    private static FicusException notLogged(BinlogPosition position, BinlogRefusal refusal) {
        return new FicusException(
                ErrorCode.BINLOG_SETTING_UNSUITABLE,
                "another MySQL server answers, and what it replicated is not in its binlog: log_replica_updates"
                        + " (log_slave_updates) is OFF",
                refusal.where(position),
                "point strangler.from at a server that has it ON, or copy the domain again: " + refusal.restart());
    }
}
