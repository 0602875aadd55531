package dev.ficus.dualwrite.control;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code ficus.checkpoint}, which has the same name and columns on both sides: in PostgreSQL for forward
 * streams, in MySQL for reverse ones. Works on the caller's connection and inside its transaction.
 */
public final class Checkpoints {
    private static final String READ =
            "SELECT domain, direction, epoch, position, strict_from, beat, changes, transactions, echoes, source_at,"
                    + " applied_at FROM ficus.checkpoint WHERE domain = ? AND direction = ?";
    private static final String OVERWRITE =
            // MySQL assigns from left to right, so applied_at stands before beat, whose old value it asks for.
            "UPDATE ficus.checkpoint SET applied_at = CASE WHEN beat = ? THEN applied_at"
                    + " ELSE CURRENT_TIMESTAMP(6) END, position = ?, beat = ?, changes = ?, transactions = ?,"
                    + " echoes = ?, source_at = ?"
                    + " WHERE domain = ? AND direction = ?";
    private static final String MOVE = OVERWRITE + " AND epoch = ? AND position = ?";

    private Checkpoints() {}

    /** The checkpoint of a stream, empty where it never began. */
    public static Optional<Checkpoint> read(Connection connection, String domain, Direction direction)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(READ)) {
            statement.setString(1, domain);
            statement.setString(2, direction.word());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(checkpoint(row)) : Optional.empty();
            }
        }
    }

    /**
     * Moves the checkpoint from what was last read to {@code next}: a compare-and-set on epoch and position. The row
     * stays locked until the transaction ends, so nobody else can apply meanwhile; and its change marks the transaction
     * for the opposite stream.
     *
     * @throws FicusException STREAM_SUPERSEDED where somebody else has moved it, or the epoch has changed
     */
    public static void move(Connection connection, Checkpoint expected, Checkpoint next) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(MOVE)) {
            bind(statement, next);
            statement.setLong(10, expected.epoch());
            statement.setString(11, expected.position().text());
            if (statement.executeUpdate() != 1) {
                throw new FicusException(
                        ErrorCode.STREAM_SUPERSEDED,
                        "the checkpoint of the " + expected.direction().word() + " stream is no longer at "
                                + expected.position().place() + " of epoch " + expected.epoch()
                                + ": another process has moved it, or the domain has changed its phase",
                        "domain " + expected.domain(),
                        "start it again: ficus sync " + expected.domain());
            }
        }
    }

    /**
     * Moves the checkpoint wherever it stands: the negative control of {@link #move}, for the tests of the streams. Ficus
     * itself never calls it.
     */
    public static void overwrite(Connection connection, Checkpoint next) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(OVERWRITE)) {
            bind(statement, next);
            statement.executeUpdate();
        }
    }

    private static void bind(PreparedStatement statement, Checkpoint next) throws SQLException {
        statement.setLong(1, next.beat());
        statement.setString(2, next.position().text());
        statement.setLong(3, next.beat());
        statement.setLong(4, next.changes());
        statement.setLong(5, next.transactions());
        statement.setLong(6, next.echoes());
        statement.setTimestamp(7, next.sourceAt().map(Timestamp::from).orElse(null));
        statement.setString(8, next.domain());
        statement.setString(9, next.direction().word());
    }

    /** Begins a stream, or begins it anew: replaces the row by a fresh one at {@code position}. */
    public static void begin(
            Connection connection,
            String domain,
            Direction direction,
            long epoch,
            Position position,
            @Nullable Position strictFrom)
            throws SQLException {
        remove(connection, domain, direction);
        String sql = "INSERT INTO ficus.checkpoint"
                + " (domain, direction, epoch, position, strict_from, beat, changes, transactions, echoes)"
                + " VALUES (?, ?, ?, ?, ?, 0, 0, 0, 0)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, domain);
            statement.setString(2, direction.word());
            statement.setLong(3, epoch);
            statement.setString(4, position.text());
            statement.setString(5, strictFrom == null ? null : strictFrom.text());
            statement.executeUpdate();
        }
    }

    /** From its position on, the stream is strict. */
    public static void beStrict(Connection connection, String domain, Direction direction) throws SQLException {
        String sql = "UPDATE ficus.checkpoint SET strict_from = NULL WHERE domain = ? AND direction = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, domain);
            statement.setString(2, direction.word());
            statement.executeUpdate();
        }
    }

    /** Removes the checkpoint of a stream that has ended; nothing happens where there is none. */
    public static void remove(Connection connection, String domain, Direction direction) throws SQLException {
        String sql = "DELETE FROM ficus.checkpoint WHERE domain = ? AND direction = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, domain);
            statement.setString(2, direction.word());
            statement.executeUpdate();
        }
    }

    private static Checkpoint checkpoint(ResultSet row) throws SQLException {
        Direction direction = row.getString(2).equals("forward") ? Direction.FORWARD : Direction.REVERSE;
        return new Checkpoint(
                row.getString(1),
                direction,
                row.getLong(3),
                position(direction, row.getString(4)),
                Optional.ofNullable(row.getString(5)).map(text -> position(direction, text)),
                row.getLong(6),
                row.getLong(7),
                row.getLong(8),
                row.getLong(9),
                Optional.ofNullable(row.getTimestamp(10)).map(Timestamp::toInstant),
                instant(row.getTimestamp(11)));
    }

    private static Instant instant(Timestamp timestamp) {
        return timestamp.toInstant();
    }

    private static Position position(Direction direction, String text) {
        return direction == Direction.FORWARD ? BinlogPosition.parse(text) : LogSequenceNumber.parse(text);
    }
}
