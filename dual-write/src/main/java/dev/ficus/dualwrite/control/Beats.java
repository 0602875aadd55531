package dev.ficus.dualwrite.control;

import dev.ficus.core.jdbc.SqlFailures;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The table {@code ficus.beat}, the same on both sides. A beat is a committed row that travels through the stream of its
 * domain; once the stream's checkpoint carries it, everything committed on the source before it has been applied. It
 * serves as heartbeat, as barrier before a copy, and as marker of a cutover or a verification.
 */
public final class Beats {
    private static final long FIRST = 1;

    private static final int ATTEMPTS = 10;

    private Beats() {}

    /**
     * Commits a new beat of a domain and returns its number. The connection must not be inside a transaction, and is in
     * auto-commit mode afterwards. Sessions that send at the same time wait for each other.
     */
    public static long send(Connection connection, String domain) throws SQLException {
        connection.setAutoCommit(false);
        try {
            for (int attempt = 1; ; attempt++) {
                try {
                    return sendOnce(connection, domain);
                } catch (SQLException e) {
                    connection.rollback();
                    if (attempt == ATTEMPTS || !SqlFailures.lockWait(e) && !SqlFailures.uniqueViolation(e)) {
                        throw e;
                    }
                }
            }
        } finally {
            connection.setAutoCommit(true);
        }
    }

    /** Two sessions may both find no row; the one that inserts later is refused, and finds it when it tries again. */
    private static long sendOnce(Connection connection, String domain) throws SQLException {
        long beat = raise(connection, domain) ? read(connection, domain) : register(connection, domain);
        connection.commit();
        return beat;
    }

    /**
     * An UPDATE that finds no row leaves its gap locked in InnoDB, for as many sessions as ask: none of them could insert,
     * and each deadlock that the server breaks leaves others. Hence the rollback.
     */
    private static long register(Connection connection, String domain) throws SQLException {
        connection.rollback();
        try (PreparedStatement statement =
                connection.prepareStatement("INSERT INTO ficus.beat (domain, beat) VALUES (?, ?)")) {
            statement.setString(1, domain);
            statement.setLong(2, FIRST);
            statement.executeUpdate();
        }
        return FIRST;
    }

    private static boolean raise(Connection connection, String domain) throws SQLException {
        String update = "UPDATE ficus.beat SET beat = beat + 1, sent_at = CURRENT_TIMESTAMP(6) WHERE domain = ?";
        try (PreparedStatement statement = connection.prepareStatement(update)) {
            statement.setString(1, domain);
            return statement.executeUpdate() == 1;
        }
    }

    private static long read(Connection connection, String domain) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT beat FROM ficus.beat WHERE domain = ?")) {
            statement.setString(1, domain);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
