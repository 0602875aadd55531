package dev.ficus.migrations.sql;

import dev.ficus.core.history.ToolVersion;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** Flyway's {@code flyway_schema_history}. Read with Flyway 11; its columns have been the same since Flyway 5. */
final class FlywayRecord implements ForeignRecord {
    private static final String REPAIR = "put it in order with Flyway first (flyway repair, flyway migrate)";

    private final HistoryTables tables;

    FlywayRecord(HistoryTables tables) {
        this.tables = tables;
    }

    @Override
    public String table() {
        return "flyway_schema_history";
    }

    /**
     * One row.
     *
     * @param version empty for what is repeatable
     * @param checksum CRC-32 over the lines of the script, without their ends and without a byte order mark
     */
    private record Row(
            Optional<FlywayVersion> version,
            String type,
            String script,
            Optional<Integer> checksum,
            RunRecord run,
            boolean success) {
        String file() {
            return script.substring(script.lastIndexOf('/') + 1);
        }

        boolean is(String text) {
            return type.startsWith(text);
        }
    }

    @Override
    public Takeover read(Connection connection, Comparison comparison) throws SQLException {
        Takeover takeover = new Takeover();
        List<Row> ran = new ArrayList<>();
        Optional<Row> baseline = Optional.empty();
        for (Row row : rows(connection)) {
            if (!row.success()) {
                takeover.refuse(row.script() + " failed there", REPAIR);
            } else if (row.type().equals("BASELINE")) {
                baseline = Optional.of(row);
                takeover.leaveOut(
                        row.script(), "Flyway's baseline: the files up to its version are recorded as applied");
            } else if (row.is("UNDO") || row.type().equals("DELETE")) {
                ran.removeIf(earlier -> earlier.version().equals(row.version()));
                takeover.leaveOut(row.script(), "what it undid or deleted there is pending here");
            } else {
                keep(row, ran, takeover);
            }
        }
        baseline.ifPresent(row -> adoptUpTo(row, ran, comparison, takeover));
        ran.forEach(row -> match(row, comparison, takeover));
        return takeover;
    }

    private static void keep(Row row, List<Row> ran, Takeover takeover) {
        if (row.type().equals("SCHEMA")) {
            takeover.leaveOut(row.script(), "only says that Flyway made the schema");
        } else if (row.version().isEmpty()) {
            takeover.leaveOut(
                    row.script(),
                    "repeatable: this history runs a plain file once; a Liquibase change with runOnChange:true runs again");
        } else if (!row.is("SQL")) {
            takeover.leaveOut(
                    row.script(),
                    "a " + row.type() + " migration has no SQL file; a new database does not get what it did");
        } else {
            ran.add(row);
        }
    }

    /** What a baseline stands for has no rows of its own. */
    private static void adoptUpTo(Row baseline, List<Row> ran, Comparison comparison, Takeover takeover) {
        for (SqlChange change : comparison.changes()) {
            Optional<FlywayVersion> version = version(change);
            boolean before = version.isPresent()
                    && baseline.version().isPresent()
                    && version.get().compareTo(baseline.version().get()) <= 0;
            if (before && ran.stream().noneMatch(row -> row.version().equals(version))) {
                takeover.adopt(new Takeover.Adopted(change, baseline.run()));
            }
        }
    }

    private static Optional<FlywayVersion> version(SqlChange change) {
        return change.plain() ? PlainFile.version(change.key().file(), 'V').map(FlywayVersion::of) : Optional.empty();
    }

    private static void match(Row row, Comparison comparison, Takeover takeover) {
        Optional<SqlChange> file = comparison.changes().stream()
                .filter(change -> change.plain() && change.key().file().equals(row.file()))
                .findFirst();
        if (file.isEmpty()) {
            takeover.refuse(
                    row.script() + " ran there, and there is no plain file " + row.file() + " here",
                    "copy the file into the directory of the history");
        } else if (row.checksum().isPresent() && row.checksum().get() != checksum(file.get())) {
            takeover.refuse(
                    row.script() + " is not what ran there: Flyway's checksum is "
                            + row.checksum().get() + ", that of the file " + checksum(file.get()),
                    "restore the file as it ran");
        } else {
            takeover.adopt(new Takeover.Adopted(file.get(), row.run()));
        }
    }

    private static int checksum(SqlChange change) {
        CRC32 sum = new CRC32();
        change.text().lines().forEach(line -> sum.update(line.getBytes(StandardCharsets.UTF_8)));
        return (int) sum.getValue();
    }

    private List<Row> rows(Connection connection) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT version, type, script, checksum, installed_by,"
                        + " installed_on, execution_time, success FROM " + tables.name(table())
                        + " ORDER BY installed_rank")) {
            while (row.next()) {
                rows.add(row(row));
            }
        }
        return rows;
    }

    private static Row row(ResultSet row) throws SQLException {
        int checksum = row.getInt("checksum");
        Optional<Integer> sum = row.wasNull() ? Optional.empty() : Optional.of(checksum);
        return new Row(
                Optional.ofNullable(row.getString("version")).map(FlywayVersion::of),
                row.getString("type"),
                row.getString("script"),
                sum,
                new RunRecord(
                        instant(row.getTimestamp("installed_on")),
                        OptionalLong.of(row.getLong("execution_time")),
                        Optional.ofNullable(row.getString("installed_by")),
                        "Flyway, taken over by " + ToolVersion.current()),
                row.getBoolean("success"));
    }

    private static Optional<Instant> instant(java.sql.@Nullable Timestamp time) {
        return Optional.ofNullable(time).map(java.sql.Timestamp::toInstant);
    }
}
