package dev.ficus.dualwrite.control;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.dualwrite.table.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the sessions of MySQL whose open transactions hold a table's metadata lock. Names connection, user and age, never
 * a statement's text, which may hold private values.
 */
final class MysqlBlockers {
    private static final Logger LOG = LoggerFactory.getLogger(MysqlBlockers.class);
    private static final String HOLDERS = """
            SELECT t.processlist_id, t.processlist_user, p.time
            FROM performance_schema.metadata_locks m
            JOIN performance_schema.threads t ON t.thread_id = m.owner_thread_id
            LEFT JOIN information_schema.processlist p ON p.id = t.processlist_id
            WHERE m.object_type = 'TABLE' AND m.object_schema = ? AND m.object_name = ? AND m.lock_status = 'GRANTED'
              AND t.processlist_id <> connection_id()
            GROUP BY t.processlist_id, t.processlist_user, p.time ORDER BY p.time DESC LIMIT 5""";
    private static final String OPEN_TRANSACTIONS = """
            SELECT x.trx_mysql_thread_id, p.user, timestampdiff(SECOND, x.trx_started, now())
            FROM information_schema.innodb_trx x LEFT JOIN information_schema.processlist p
              ON p.id = x.trx_mysql_thread_id
            WHERE x.trx_mysql_thread_id NOT IN (0, connection_id()) ORDER BY x.trx_started LIMIT 5""";

    private MysqlBlockers() {}

    /** The error of a fence that could not get its lock in time. */
    static FicusException timedOut(
            Connection connection, Table table, String domain, Duration timeout, SQLException cause) {
        List<String> blockers = of(connection, table);
        String who = blockers.isEmpty() ? "the server does not tell which" : String.join("; ", blockers);
        return new FicusException(
                ErrorCode.TIMED_OUT,
                "open transactions kept the lock of table " + table.name() + " for " + timeout.toMillis() + " ms: "
                        + who,
                "fence of domain " + domain + " in MySQL",
                "let these transactions end, or end their connections with KILL, then run the command again",
                cause);
    }

    private static List<String> of(Connection connection, Table table) {
        List<String> exact = query(connection, HOLDERS, table.database(), table.name());
        return exact.isEmpty() ? query(connection, OPEN_TRANSACTIONS) : exact;
    }

    /** Both catalogs need a right or a setting of the server; without it the error says less. */
    private static List<String> query(Connection connection, String sql, String... parameters) {
        List<String> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add("connection " + rows.getLong(1) + " of user " + rows.getString(2) + ", for "
                            + rows.getLong(3) + " s");
                }
            }
        } catch (SQLException e) {
            LOG.debug("cannot tell which transactions are open", e);
        }
        return found;
    }
}
