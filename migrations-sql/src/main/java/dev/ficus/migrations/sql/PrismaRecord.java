package dev.ficus.migrations.sql;

import dev.ficus.core.history.ChangeText;
import dev.ficus.core.history.ToolVersion;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Calendar;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TimeZone;
import java.util.stream.Stream;

/**
 * Prisma Migrate's {@code _prisma_migrations}: name, SHA-256 over the bytes of {@code migration.sql}, and when a run
 * started, finished, or was said to be rolled back. Source: Prisma's documentation, "About migration histories".
 */
record PrismaRecord(HistoryTables tables) implements ForeignRecord {

    @Override
    public String table() {
        return "_prisma_migrations";
    }

    @Override
    public Takeover read(Connection connection, Comparison comparison) throws SQLException {
        Takeover takeover = new Takeover();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT migration_name, checksum, started_at, finished_at,"
                        + " rolled_back_at FROM " + tables.name(table()) + " ORDER BY started_at, migration_name")) {
            while (row.next()) {
                read(row, comparison, takeover);
            }
        }
        return takeover;
    }

    private static void read(ResultSet row, Comparison comparison, Takeover takeover) throws SQLException {
        String name = row.getString("migration_name");
        Optional<Instant> finished = instant(row, "finished_at");
        if (instant(row, "rolled_back_at").isPresent()) {
            takeover.leaveOut(name, "this run was marked as rolled back there");
        } else if (finished.isEmpty()) {
            takeover.refuse(
                    name + " failed there, or was cut off",
                    "put it in order with Prisma first (prisma migrate resolve)");
        } else {
            match(name, row.getString("checksum"), run(row, finished.get()), comparison, takeover);
        }
    }

    private static void match(String name, String checksum, RunRecord run, Comparison comparison, Takeover takeover) {
        Optional<SqlChange> file = comparison.changes().stream()
                .filter(change -> change.plain() && change.id().equals(name))
                .findFirst();
        if (file.isEmpty()) {
            takeover.refuse(
                    name + " ran there, and there is neither " + name + "/migration.sql nor " + name + ".sql here",
                    "copy the directory into that of the history");
        } else if (!isOf(file.get().text(), checksum)) {
            takeover.refuse(
                    name + " is not what ran there: Prisma's checksum is " + checksum,
                    "restore " + file.get().key().file() + " as it ran");
        } else {
            takeover.adopt(new Takeover.Adopted(file.get(), run));
        }
    }

    /** Prisma hashes the bytes, so the line ends and the byte order mark of the machine that ran it are part of it. */
    private static boolean isOf(String text, String checksum) {
        String windows = text.replace("\n", "\r\n");
        return Stream.of(text, windows, "\uFEFF" + text, "\uFEFF" + windows)
                .map(ChangeText::sha256)
                .anyMatch(checksum::equalsIgnoreCase);
    }

    private static RunRecord run(ResultSet row, Instant finished) throws SQLException {
        Optional<Instant> started = instant(row, "started_at");
        return new RunRecord(
                Optional.of(finished),
                started.isPresent()
                        ? OptionalLong.of(
                                Duration.between(started.get(), finished).toMillis())
                        : OptionalLong.empty(),
                Optional.empty(),
                "Prisma, taken over by " + ToolVersion.current());
    }

    /** Prisma writes UTC. */
    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getTimestamp(column, Calendar.getInstance(TimeZone.getTimeZone("UTC"))))
                .map(Timestamp::toInstant);
    }
}
