package dev.ficus.dualwrite.backfill;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.OptionalLong;

/** How far a replica of MySQL is behind, by its own account. */
final class ReplicaLag {
    private ReplicaLag() {}

    /** The longest of all channels in seconds; empty where one does not replicate, or the server is no replica. */
    static OptionalLong seconds(Connection replica) throws SQLException {
        boolean mariadb = replica.getMetaData()
                .getDatabaseProductVersion()
                .toLowerCase(Locale.ROOT)
                .contains("mariadb");
        OptionalLong longest = OptionalLong.empty();
        try (Statement statement = replica.createStatement();
                ResultSet row = statement.executeQuery(mariadb ? "SHOW ALL SLAVES STATUS" : "SHOW REPLICA STATUS")) {
            while (row.next()) {
                long lag = row.getLong(mariadb ? "Seconds_Behind_Master" : "Seconds_Behind_Source");
                if (row.wasNull()) {
                    return OptionalLong.empty();
                }
                longest = OptionalLong.of(Math.max(lag, longest.orElse(0)));
            }
        }
        return longest;
    }
}
