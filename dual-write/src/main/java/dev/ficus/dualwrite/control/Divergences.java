package dev.ficus.dualwrite.control;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The tables {@code ficus.divergence} and {@code ficus.divergent_change}, which have the same names and columns on both
 * sides: what a stream found and counted, in its target, inside the transaction that applied it. Every change counts; the
 * first {@link #KEPT} of an epoch are kept with their keys.
 */
public final class Divergences {
    /** How many changes of an epoch are kept. */
    public static final int KEPT = 1_000;

    private static final int LONGEST = 2_000;

    private Divergences() {}

    /** Counts one more change and returns how many there are now. Works inside the caller's transaction. */
    public static long add(Connection connection, Checkpoint stream, String table, String what) throws SQLException {
        if (change(
                        connection,
                        stream,
                        "UPDATE ficus.divergence SET found = found + 1, last_at = CURRENT_TIMESTAMP(6)"
                                + " WHERE domain = ? AND direction = ? AND epoch = ?")
                == 0) {
            change(
                    connection,
                    stream,
                    "INSERT INTO ficus.divergence (domain, direction, epoch, found) VALUES (?, ?, ?, 1)");
        }
        long number = count(connection, stream);
        if (number <= KEPT) {
            keep(connection, stream, number, table, what);
        }
        return number;
    }

    /** How many changes the stream counted since its epoch began. */
    public static long count(Connection connection, Checkpoint stream) throws SQLException {
        String sql = "SELECT found FROM ficus.divergence WHERE domain = ? AND direction = ? AND epoch = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, stream);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    private static void keep(Connection connection, Checkpoint stream, long number, String table, String what)
            throws SQLException {
        String sql = "INSERT INTO ficus.divergent_change (domain, direction, epoch, number, table_name, what)"
                + " VALUES (?, ?, ?, ?, ?, ?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, stream);
            statement.setLong(4, number);
            statement.setString(5, table);
            statement.setString(6, what.length() > LONGEST ? what.substring(0, LONGEST) : what);
            statement.executeUpdate();
        }
    }

    private static int change(Connection connection, Checkpoint stream, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, stream);
            return statement.executeUpdate();
        }
    }

    private static void bind(PreparedStatement statement, Checkpoint stream) throws SQLException {
        statement.setString(1, stream.domain());
        statement.setString(2, stream.direction().word());
        statement.setLong(3, stream.epoch());
    }
}
