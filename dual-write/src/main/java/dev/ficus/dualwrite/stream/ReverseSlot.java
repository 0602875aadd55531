package dev.ficus.dualwrite.stream;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.Problem;
import dev.ficus.core.jdbc.SqlFailures;
import dev.ficus.dualwrite.connect.PostgresServer;
import dev.ficus.dualwrite.control.LogSequenceNumber;
import dev.ficus.dualwrite.table.Quoted;
import dev.ficus.dualwrite.table.Table;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The publication and the slot of the way back, on PostgreSQL. The slot keeps every change from its creation on, until it
 * is confirmed or dropped: a slot that nobody reads fills the server's disk. Thread-safe.
 */
public final class ReverseSlot {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String SLOT_IN_USE = "55006";
    private static final String NO_SUCH_SLOT = "42704";

    private final PostgresServer server;
    private final String domain;

    public ReverseSlot(PostgresServer server, String domain) {
        this.server = server;
        this.domain = domain;
    }

    static String publication(String domain) {
        return "ficus_" + domain;
    }

    /** The slot's name. Slots belong to the whole server, so it carries a hash of the database's name. */
    public String name() {
        try (Connection connection = server.open()) {
            return name(connection);
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /**
     * Creates publication and slot, and returns the place from which on the slot has every change. What an earlier,
     * unfinished attempt left behind is dropped first. Waits for the transactions that are open on the server.
     *
     * @throws FicusException with all that is wrong: WAL_LEVEL_NOT_LOGICAL, REPLICATION_SLOTS_USED_UP, TABLE_WITHOUT_KEY,
     *     TABLE_MISMATCH; or RIGHT_MISSING; or LOCK_HELD where a process reads a slot of that name
     */
    public LogSequenceNumber create(List<Table> tables) {
        try (Connection connection = server.open()) {
            refuseIfRead(connection);
            drop(connection);
            refuseIfUnsuited(connection, tables);
            publish(connection, tables);
            return createSlot(connection);
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** What {@link #create} would refuse, for the gates of a cutover; empty where it would go through. */
    public List<Problem> problems(List<Table> tables) {
        try (Connection connection = server.open()) {
            return check(connection).problems(tables);
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /**
     * Refuses where changes that were made until now may not have been sent.
     *
     * @throws FicusException STREAM_POSITION_LOST where the publication was changed since {@link #create}
     */
    public void refuseIfUnpublished() {
        try (Connection connection = server.open()) {
            PublicationState.refuseIfChanged(connection, domain);
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** Whether the slot is there. */
    public boolean exists() {
        try (Connection connection = server.open()) {
            return exists(connection, name(connection));
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /**
     * Drops slot and publication; nothing happens where they are gone. A connection that still reads the slot is ended.
     */
    public void drop() {
        try (Connection connection = server.open()) {
            drop(connection);
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** As {@link #name()}, asked on the caller's connection to the slot's database. */
    String name(Connection connection) throws SQLException {
        return publication(domain) + "_" + hash(connection.getCatalog());
    }

    private static String hash(String database) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(database.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private void refuseIfRead(Connection connection) throws SQLException {
        if (reader(connection, name(connection)).isPresent()) {
            throw new FicusException(
                    ErrorCode.LOCK_HELD,
                    "a process reads the replication slot " + name(connection),
                    where(),
                    "end the other ficus sync, then run the command again");
        }
    }

    private void drop(Connection connection) throws SQLException {
        String slot = name(connection);
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (exists(connection, slot)) {
            Optional<Integer> reader = reader(connection, slot);
            if (reader.isPresent()) {
                terminate(connection, reader.get());
            }
            try {
                dropSlot(connection, slot);
            } catch (SQLException e) {
                boolean again = SLOT_IN_USE.equals(e.getSQLState()) || NO_SUCH_SLOT.equals(e.getSQLState());
                if (!again || System.nanoTime() > end) {
                    throw e;
                }
            }
        }
        execute(connection, "DROP PUBLICATION IF EXISTS " + Quoted.postgres(publication(domain)));
    }

    /** Waits on the server until the process is gone, or for a second. */
    private static void terminate(Connection connection, int process) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_terminate_backend(?, 1000)")) {
            statement.setInt(1, process);
            statement.execute();
        }
    }

    private static void dropSlot(Connection connection, String slot) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_drop_replication_slot(?)")) {
            statement.setString(1, slot);
            statement.execute();
        }
    }

    private static boolean exists(Connection connection, String slot) throws SQLException {
        String sql = "SELECT 1 FROM pg_replication_slots WHERE slot_name = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, slot);
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }

    /** The server process that reads the slot. */
    private static Optional<Integer> reader(Connection connection, String slot) throws SQLException {
        String sql = "SELECT active_pid FROM pg_replication_slots WHERE slot_name = ? AND active_pid IS NOT NULL";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, slot);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(row.getInt(1)) : Optional.empty();
            }
        }
    }

    private void publish(Connection connection, List<Table> tables) throws SQLException {
        List<String> names =
                new ArrayList<>(tables.stream().map(Table::postgresName).toList());
        names.add("ficus.checkpoint");
        names.add("ficus.beat");
        execute(
                connection,
                "CREATE PUBLICATION " + Quoted.postgres(publication(domain)) + " FOR TABLE " + String.join(", ", names)
                        + " WITH (publish_via_partition_root = true)");
        PublicationState.record(connection, domain);
    }

    private LogSequenceNumber createSlot(Connection connection) throws SQLException {
        String sql = "SELECT lsn FROM pg_create_logical_replication_slot(?, 'pgoutput')";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name(connection));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return LogSequenceNumber.parse(row.getString(1));
            }
        }
    }

    private ReverseSlotCheck check(Connection connection) throws SQLException {
        return new ReverseSlotCheck(connection, name(connection), where());
    }

    private void refuseIfUnsuited(Connection connection, List<Table> tables) throws SQLException {
        List<Problem> problems = check(connection).problems(tables);
        if (!problems.isEmpty()) {
            throw new FicusException(problems, null);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String where() {
        return "PostgreSQL " + server.settings() + ", domain " + domain;
    }

    private FicusException failure(SQLException e) {
        return SqlFailures.onStatement(
                e, where(), ErrorCode.CONNECTION_LOST, "check the server, then run the command again");
    }
}
