package dev.ficus.migrations.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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

    ChangeRecorder(Connection connection, HistoryTables tables, SqlDialect dialect) {
        this.connection = connection;
        this.tables = tables;
        this.dialect = dialect;
    }

    /**
     * Replaces what is recorded of the change in both tables, and drops its journal.
     *
     * @param ranBefore true where Liquibase's table has the change already
     */
    void record(SqlChange change, ChangeLogRow row, boolean ranBefore, RunRecord run) throws SQLException {
        List<Command> commands = ours(change, run);
        commands.add(ranBefore ? again(change, row) : first(change, row));
        send(commands);
    }

    private List<Command> ours(SqlChange change, RunRecord run) {
        List<Command> commands = new ArrayList<>();
        for (String table : List.of("ficus_change", "ficus_statement")) {
            commands.add(new Command(
                    "DELETE FROM " + tables.name(table) + " WHERE change_id = ? AND author = ? AND file = ?",
                    key(change)));
        }
        commands.add(own(change, run));
        return commands;
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
                        + " VALUES (?, ?, ?, ?, " + (run.at().isPresent() ? dialect.instant() : dialect.now()) + ", ?, ?, ?, ?)",
                values);
    }

    /** Replaces what our own table has of the change, and drops its journal; Liquibase's row stays as it is. */
    void recordOwn(SqlChange change, RunRecord run) throws SQLException {
        send(ours(change, run));
    }

    private Command first(SqlChange change, ChangeLogRow row) {
        List<@Nullable Object> values = key(change);
        values.addAll(values(row, row.execType()));
        values.add(row.tag().orElse(null));
        return new Command(
                "INSERT INTO " + tables.changeLog() + " (ID, AUTHOR, FILENAME, MD5SUM, EXECTYPE, DESCRIPTION, COMMENTS,"
                        + " CONTEXTS, LABELS, LIQUIBASE, DEPLOYMENT_ID, TAG, DATEEXECUTED, ORDEREXECUTED)"
                        + " SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NOW(), COALESCE(MAX(ORDEREXECUTED), 0) + 1 FROM "
                        + tables.changeLog(),
                values);
    }

    /** A change that runs again moves to the end of the record, and keeps its tag. */
    private Command again(SqlChange change, ChangeLogRow row) {
        List<@Nullable Object> values = new ArrayList<>(values(row, row.execType().equals("EXECUTED") ? "RERAN" : row.execType()));
        values.add(row.tag().orElse(null));
        values.addAll(key(change));
        return new Command(
                "UPDATE " + tables.changeLog() + " SET MD5SUM = ?, EXECTYPE = ?, DESCRIPTION = ?, COMMENTS = ?,"
                        + " CONTEXTS = ?, LABELS = ?, LIQUIBASE = ?, DEPLOYMENT_ID = ?, TAG = COALESCE(?, TAG),"
                        + " DATEEXECUTED = NOW(), ORDEREXECUTED = (SELECT latest.place FROM"
                        + " (SELECT MAX(ORDEREXECUTED) + 1 AS place FROM " + tables.changeLog() + ") latest)"
                        + " WHERE ID = ? AND AUTHOR = ? AND FILENAME = ?",
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
        List<@Nullable Object> values = new ArrayList<>();
        commands.forEach(command -> values.addAll(command.values()));
        send(new Command(String.join("; ", commands.stream().map(Command::sql).toList()), values));
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
            statement.execute();
        }
    }
}
