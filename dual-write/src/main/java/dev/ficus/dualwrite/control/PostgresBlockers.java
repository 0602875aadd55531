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

/** Finds the sessions of PostgreSQL whose open transactions hold locks on tables. */
final class PostgresBlockers {
    private static final String HOLDERS = """
            SELECT DISTINCT l.pid, a.usename, extract(epoch FROM now() - a.xact_start)::bigint
            FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
            WHERE l.relation = to_regclass(?) AND l.granted AND l.mode LIKE '%Exclusive%' AND l.pid <> pg_backend_pid()
            LIMIT 5""";

    private PostgresBlockers() {}

    /** The error of a fence that could not get its locks in time. */
    static FicusException timedOut(Connection connection, List<Table> tables, String domain, Duration timeout)
            throws SQLException {
        List<String> blockers = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(HOLDERS)) {
            for (Table table : tables) {
                statement.setString(1, table.postgresName());
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        blockers.add("process " + rows.getInt(1) + " of user " + rows.getString(2) + " on table "
                                + table.name() + ", for " + rows.getLong(3) + " s");
                    }
                }
            }
        }
        String who = blockers.isEmpty() ? "they have ended meanwhile" : String.join("; ", blockers);
        return new FicusException(
                ErrorCode.TIMED_OUT,
                "open transactions kept the tables for " + timeout.toMillis() + " ms: " + who,
                "fence of domain " + domain + " in PostgreSQL",
                "let these transactions end, or end them with pg_terminate_backend, then run the command again");
    }
}
