package dev.ficus.migrations.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes that a change ran, into Liquibase's table and into ours, in the transaction of the caller. Where the driver can,
 * all of it is one round trip.
 */
final class ChangeRecorder {
    private final Connection connection;
    private final HistoryTables tables;
    private final SqlDialect dialect;

    /** As Liquibase makes it: the last ten digits of the time in milliseconds, the same for a whole run. */
    private final String deployment = Long.toString(System.currentTimeMillis()).substring(3);

    /** Sent along with each record, where that takes no round trip of its own. */
    private final Optional<String> heldQuery;

    private @Nullable Before before;
    private boolean lockSeen;

    ChangeRecorder(Connection connection, HistoryTables tables, SqlDialect dialect) {
        this(connection, tables, dialect, Optional.empty());
    }

    /**
     * @param lock what {@link #lockSeen} tells of
     */
    ChangeRecorder(Connection connection, HistoryTables tables, SqlDialect dialect, Optional<HistoryLock> lock) {
        this.heldQuery = dialect.manyStatementsAtOnce() ? lock.flatMap(HistoryLock::heldQuery) : Optional.empty();
        this.connection = connection;
        this.tables = tables;
        this.dialect = dialect;
    }

    /**
     * What the tables hold when the first change is recorded. Under the lock nobody else writes them.
     *
     * @param own the changes in our table
     */
    private static final class Before {
        private final Set<ChangeKey> own;
        private int place;

        private Before(Set<ChangeKey> own, int place) {
            this.own = own;
            this.place = place;
        }
    }

    /**
     * Replaces what is recorded of the change in both tables, and drops its journal.
     *
     * @param ranBefore true where Liquibase's table has the change already
     * @param journaled false where it is certain that the change has no journal
     */
    void record(SqlChange change, ChangeLogRow row, boolean ranBefore, boolean journaled, RunRecord run)
            throws SQLException {
        List<Command> commands = ours(change, journaled, run);
        commands.add(ranBefore ? again(change, row) : first(change, row));
        send(commands);
    }

    /** True where the last record was asked along whether the session holds the lock, and it did. */
    boolean lockSeen() {
        return lockSeen;
    }

    /** Replaces what our own table has of the change, and drops its journal; Liquibase's row stays as it is. */
    void recordOwn(SqlChange change, RunRecord run) throws SQLException {
        send(ours(change, true, run));
    }

    private List<Command> ours(SqlChange change, boolean journaled, RunRecord run) throws SQLException {
        List<Command> commands = new ArrayList<>();
        if (!before().own.add(change.key())) {
            commands.add(delete("ficus_change", change));
        }
        if (journaled) {
            commands.add(delete("ficus_statement", change));
        }
        commands.add(own(change, run));
        return commands;
    }

    private Before before() throws SQLException {
        Before known = before;
        if (known == null) {
            known = new Before(tables.own(connection), tables.lastPlace(connection));
            before = known;
        }
        return known;
    }

    private Command delete(String table, SqlChange change) {
        return new Command(
                "DELETE FROM " + tables.name(table) + " WHERE change_id = ? AND author = ? AND file = ?", key(change));
    }

    private record Command(String sql, List<@Nullable Object> values) {}

    private Command own(SqlChange change, RunRecord run) {
        List<@Nullable Object> values = key(change);
        values.add(change.checksum());
        run.at().ifPresent(at -> values.add(at.toEpochMilli()));
        values.add(run.millis().isPresent() ? run.millis().getAsLong() : null);
        Collections.addAll(
                values, run.by().orElse(null), run.tool(), change.script().orElse(null));
        return new Command(
                "INSERT INTO " + tables.name("ficus_change")
                        + " (change_id, author, file, checksum, ran_at, millis, ran_by, tool_version, script)"
                        + " VALUES (?, ?, ?, ?, " + (run.at().isPresent() ? dialect.instant() : dialect.now())
                        + ", ?, ?, ?, ?)",
                values);
    }

    private Command first(SqlChange change, ChangeLogRow row) throws SQLException {
        List<@Nullable Object> values = key(change);
        values.addAll(values(row, row.execType()));
        values.add(row.tag().orElse(null));
        values.add((long) ++before().place);
        return new Command(
                "INSERT INTO " + tables.changeLog() + " (ID, AUTHOR, FILENAME, MD5SUM, EXECTYPE, DESCRIPTION, COMMENTS,"
                        + " CONTEXTS, LABELS, LIQUIBASE, DEPLOYMENT_ID, TAG, ORDEREXECUTED, DATEEXECUTED)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NOW())",
                values);
    }

    /** A change that runs again moves to the end of the record, and keeps its tag. */
    private Command again(SqlChange change, ChangeLogRow row) throws SQLException {
        List<@Nullable Object> values =
                new ArrayList<>(values(row, row.execType().equals("EXECUTED") ? "RERAN" : row.execType()));
        values.add(row.tag().orElse(null));
        values.add((long) ++before().place);
        values.addAll(key(change));
        return new Command(
                "UPDATE " + tables.changeLog() + " SET MD5SUM = ?, EXECTYPE = ?, DESCRIPTION = ?, COMMENTS = ?,"
                        + " CONTEXTS = ?, LABELS = ?, LIQUIBASE = ?, DEPLOYMENT_ID = ?, TAG = COALESCE(?, TAG),"
                        + " ORDEREXECUTED = ?, DATEEXECUTED = NOW() WHERE ID = ? AND AUTHOR = ? AND FILENAME = ?",
                values);
    }

    private List<@Nullable Object> values(ChangeLogRow row, String execType) {
        List<@Nullable Object> values = new ArrayList<>();
        Collections.addAll(
                values,
                row.md5().orElse(null),
                execType,
                row.description(),
                row.comments(),
                row.contexts().isEmpty() ? null : row.contexts(),
                row.labels().isEmpty() ? null : row.labels(),
                row.tool(),
                deployment);
        return values;
    }

    private static List<@Nullable Object> key(SqlChange change) {
        List<@Nullable Object> values = new ArrayList<>();
        Collections.addAll(
                values, change.id(), change.key().author(), change.key().file());
        return values;
    }

    private void send(List<Command> commands) throws SQLException {
        if (!dialect.manyStatementsAtOnce()) {
            for (Command command : commands) {
                send(command);
            }
            return;
        }
        heldQuery.ifPresent(query -> commands.add(new Command(query, List.of())));
        List<@Nullable Object> values = new ArrayList<>();
        commands.forEach(command -> values.addAll(command.values()));
        send(new Command(String.join("; ", commands.stream().map(Command::sql).toList()), values));
    }

    /** The answer about the lock is the only result set. */
    private void read(PreparedStatement statement, boolean first) throws SQLException {
        lockSeen = false;
        boolean rows = first;
        while (rows || statement.getUpdateCount() >= 0) {
            if (rows) {
                try (ResultSet answer = statement.getResultSet()) {
                    lockSeen = answer.next() && answer.getBoolean(1);
                }
            }
            rows = statement.getMoreResults();
        }
    }

    private void send(Command command) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(command.sql())) {
            int place = 1;
            for (Object value : command.values()) {
                if (value instanceof Long number) {
                    statement.setLong(place++, number);
                } else if (value == null) {
                    statement.setNull(place++, Types.NULL);
                } else {
                    statement.setString(place++, (String) value);
                }
            }
            read(statement, statement.execute());
        }
    }
}
