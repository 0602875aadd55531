package dev.ficus.migrations.sql;

import dev.ficus.core.history.MigrationPlan.Direction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tables of a history in one schema: Liquibase's DATABASECHANGELOG, and our own {@code ficus_change} (checksum, time
 * and author of each run) and {@code ficus_statement} (what of an unfinished change has run).
 */
final class HistoryTables {
    private final SqlDialect dialect;
    private final String schema;

    HistoryTables(SqlDialect dialect, String schema) {
        this.dialect = dialect;
        this.schema = schema;
    }

    /** The name of a table of ours as it is written in SQL. */
    String name(String table) {
        return dialect.quote(schema) + "." + table;
    }

    /** The name of Liquibase's table as it is written in SQL. */
    String changeLog() {
        return name(dialect.changeLogTable());
    }

    /** Makes the tables that are missing. */
    void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String table : dialect.tables(dialect.quote(schema) + ".")) {
                statement.execute(table);
            }
        }
    }

    /** What is recorded, in the order in which it ran; empty where there are no tables yet. */
    List<RecordedChange> recorded(Connection connection) throws SQLException {
        if (!exists(connection, dialect.changeLogTable())) {
            return List.of();
        }
        boolean own = exists(connection, "ficus_change");
        String sql = own ? joined() : alone();
        List<RecordedChange> changes = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                changes.add(recorded(rows));
            }
        }
        return changes;
    }

    private String joined() {
        return "SELECT l.ID, l.AUTHOR, l.FILENAME, l.DATEEXECUTED, l.MD5SUM, l.LIQUIBASE, l.TAG, c.checksum, "
                + dialect.epochMillis("c.ran_at") + " AS ran_millis, c.millis, c.ran_by, c.tool_version FROM "
                + changeLog() + " l LEFT JOIN " + name("ficus_change")
                + " c ON c.change_id = l.ID AND c.author = l.AUTHOR AND c.file = l.FILENAME"
                + " ORDER BY l.ORDEREXECUTED, l.DATEEXECUTED";
    }

    private String alone() {
        return "SELECT l.ID, l.AUTHOR, l.FILENAME, l.DATEEXECUTED, l.MD5SUM, l.LIQUIBASE, l.TAG, NULL AS checksum,"
                + " 0 AS ran_millis, 0 AS millis, NULL AS ran_by, NULL AS tool_version FROM "
                + changeLog() + " l ORDER BY l.ORDEREXECUTED, l.DATEEXECUTED";
    }

    private static RecordedChange recorded(ResultSet row) throws SQLException {
        ChangeKey key = new ChangeKey(row.getString("ID"), row.getString("AUTHOR"), row.getString("FILENAME"));
        Optional<String> checksum = Optional.ofNullable(row.getString("checksum"));
        Instant ranAt = checksum.isPresent()
                ? Instant.ofEpochMilli(row.getLong("ran_millis"))
                : row.getTimestamp("DATEEXECUTED").toInstant();
        long millis = row.getLong("millis");
        boolean timed = checksum.isPresent() && !row.wasNull();
        Optional<String> tool =
                Optional.ofNullable(row.getString("tool_version")).or(() -> liquibase(row));
        return new RecordedChange(
                key,
                checksum,
                Optional.ofNullable(row.getString("MD5SUM")),
                ranAt,
                timed ? OptionalLong.of(millis) : OptionalLong.empty(),
                Optional.ofNullable(row.getString("ran_by")),
                tool,
                Optional.ofNullable(row.getString("TAG")));
    }

    private static Optional<String> liquibase(ResultSet row) {
        try {
            return Optional.ofNullable(row.getString("LIQUIBASE")).map(version -> "Liquibase " + version);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The journal of changes that have not finished, in the order of their statements. */
    List<StatementRow> unfinished(Connection connection) throws SQLException {
        if (!exists(connection, "ficus_statement")) {
            return List.of();
        }
        List<StatementRow> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT change_id, author, file, direction, number, total, text, sha256, state, error FROM "
                                + name("ficus_statement") + " ORDER BY change_id, author, file, number")) {
            while (row.next()) {
                rows.add(new StatementRow(
                        new ChangeKey(row.getString(1), row.getString(2), row.getString(3)),
                        Direction.valueOf(row.getString(4)),
                        row.getInt(5),
                        row.getInt(6),
                        row.getString(7),
                        row.getString(8),
                        StatementRow.State.valueOf(row.getString(9)),
                        Optional.ofNullable(row.getString(10))));
            }
        }
        return rows;
    }

    /** Sets Liquibase's own checksum of a change that is recorded. */
    void md5(Connection connection, ChangeKey key, Optional<String> md5) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE " + name(dialect.changeLogTable())
                + " SET MD5SUM = ? WHERE ID = ? AND AUTHOR = ? AND FILENAME = ?")) {
            update.setString(1, md5.orElse(null));
            update.setString(2, key.id());
            update.setString(3, key.author());
            update.setString(4, key.file());
            update.executeUpdate();
        }
    }

    /** Gives the row of a change in Liquibase's table the path that its file has now. */
    void move(Connection connection, ChangeKey from, ChangeKey to) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE " + name(dialect.changeLogTable())
                + " SET FILENAME = ? WHERE ID = ? AND AUTHOR = ? AND FILENAME = ?")) {
            update.setString(1, to.file());
            update.setString(2, from.id());
            update.setString(3, from.author());
            update.setString(4, from.file());
            update.executeUpdate();
        }
    }

    /** The text of a change as it ran; empty where it is not kept. */
    Optional<String> text(Connection connection, ChangeKey key) throws SQLException {
        if (!exists(connection, "ficus_change")) {
            return Optional.empty();
        }
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT script FROM " + name("ficus_change") + " WHERE change_id = ? AND author = ? AND file = ?")) {
            key(query, key);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
            }
        }
    }

    /** The changes that our own table knows. */
    Set<ChangeKey> own(Connection connection) throws SQLException {
        Set<ChangeKey> keys = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT change_id, author, file FROM " + name("ficus_change"))) {
            while (row.next()) {
                keys.add(new ChangeKey(row.getString(1), row.getString(2), row.getString(3)));
            }
        }
        return keys;
    }

    /** The place of the last change in Liquibase's order; 0 where nothing ran. */
    int lastPlace(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT MAX(ORDEREXECUTED) FROM " + changeLog())) {
            return row.next() ? row.getInt(1) : 0;
        }
    }

    /** Takes a change out of the record, with its journal. */
    void forget(Connection connection, ChangeKey key) throws SQLException {
        delete(connection, "ficus_statement", key);
        delete(connection, "ficus_change", key);
        try (PreparedStatement delete = connection.prepareStatement(
                "DELETE FROM " + changeLog() + " WHERE ID = ? AND AUTHOR = ? AND FILENAME = ?")) {
            key(delete, key);
            delete.executeUpdate();
        }
    }

    /** Writes the state of one statement into the journal. */
    void journal(Connection connection, StatementRow row) throws SQLException {
        try (PreparedStatement old = connection.prepareStatement("DELETE FROM " + name("ficus_statement")
                + " WHERE change_id = ? AND author = ? AND file = ? AND number = ?")) {
            key(old, row.key());
            old.setInt(4, row.number());
            old.executeUpdate();
        }
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + name("ficus_statement")
                + " (change_id, author, file, number, total, sha256, state, error, direction, text, at)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, " + dialect.now() + ")")) {
            key(insert, row.key());
            insert.setInt(4, row.number());
            insert.setInt(5, row.total());
            insert.setString(6, row.sha256());
            insert.setString(7, row.state().name());
            insert.setString(8, row.error().orElse(null));
            insert.setString(9, row.direction().name());
            insert.setString(10, row.text());
            insert.executeUpdate();
        }
    }

    /** True where the journal says that a statement of this change ran and cannot be rolled back. */
    boolean anyDone(Connection connection, ChangeKey key) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT COUNT(*) FROM " + name("ficus_statement")
                + " WHERE change_id = ? AND author = ? AND file = ? AND state = 'DONE'")) {
            key(query, key);
            try (ResultSet row = query.executeQuery()) {
                return row.next() && row.getInt(1) > 0;
            }
        }
    }

    void delete(Connection connection, String table, ChangeKey key) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(
                "DELETE FROM " + name(table) + " WHERE change_id = ? AND author = ? AND file = ?")) {
            key(delete, key);
            delete.executeUpdate();
        }
    }

    private static void key(PreparedStatement statement, ChangeKey key) throws SQLException {
        statement.setString(1, key.id());
        statement.setString(2, key.author());
        statement.setString(3, key.file());
    }

    /** Whether there is such a table in the schema of the history. */
    boolean exists(Connection connection, @Nullable String table) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT 1 FROM information_schema.tables WHERE table_schema = ? AND table_name = ?")) {
            query.setString(1, schema);
            query.setString(2, table);
            try (ResultSet row = query.executeQuery()) {
                return row.next();
            }
        }
    }
}
