package dev.ficus.dualwrite.cutover;

import dev.ficus.dualwrite.table.Column;
import dev.ficus.dualwrite.table.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Moves the numbers that a side gives to new rows past those that the streams have brought. */
final class Numbering {
    private static final Pattern COUNTER = Pattern.compile("AUTO_INCREMENT=(\\d+)");

    private final Site site;

    Numbering(Site site) {
        this.site = site;
    }

    /** Columns that MySQL numbers and PostgreSQL does not. */
    List<String> columnsWithoutSequence() throws SQLException {
        List<String> without = new ArrayList<>();
        for (Table table : site.tables()) {
            for (Column column : numbered(table)) {
                if (sequence(table, column).isEmpty()) {
                    without.add(table.name() + "." + column.name());
                }
            }
        }
        return without;
    }

    /** Moves the sequences of PostgreSQL; they never move back. */
    String raiseSequences() throws SQLException {
        List<String> moved = new ArrayList<>();
        for (Table table : site.tables()) {
            for (Column column : numbered(table)) {
                Optional<String> sequence = sequence(table, column);
                long highest = highest(site.postgres(), column.postgresName(), table.postgresName());
                if (sequence.isPresent() && highest > 0) {
                    raise(sequence.get(), highest);
                    moved.add(table.name() + "." + column.name() + " past " + highest);
                }
            }
        }
        return moved.isEmpty() ? "none to move" : String.join(", ", moved);
    }

    /**
     * Moves the counters of MySQL where a key has overtaken them. An insert moves InnoDB's counter by itself, an update
     * of a key may not.
     */
    String raiseCounters() throws SQLException {
        List<String> moved = new ArrayList<>();
        for (Table table : site.tables()) {
            for (Column column : numbered(table)) {
                long highest = highest(site.mysql(), column.mysqlName(), table.mysqlName());
                if (counter(table) <= highest) {
                    execute("SET SESSION lock_wait_timeout = 1");
                    execute("ALTER TABLE " + table.mysqlName() + " AUTO_INCREMENT = " + (highest + 1));
                    moved.add(table.name() + " past " + highest);
                }
            }
        }
        return moved.isEmpty() ? "none to move" : String.join(", ", moved);
    }

    private static List<Column> numbered(Table table) {
        return table.columns().stream().filter(Column::autoIncrement).toList();
    }

    private Optional<String> sequence(Table table, Column column) throws SQLException {
        try (PreparedStatement statement = site.postgres().prepareStatement("SELECT pg_get_serial_sequence(?, ?)")) {
            statement.setString(1, table.postgresName());
            statement.setString(2, column.target());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return Optional.ofNullable(row.getString(1));
            }
        }
    }

    private void raise(String sequence, long highest) throws SQLException {
        String sql = "SELECT setval(?::regclass, greatest(?, (SELECT last_value FROM " + sequence + ")), true)";
        try (PreparedStatement statement = site.postgres().prepareStatement(sql)) {
            statement.setString(1, sequence);
            statement.setLong(2, highest);
            statement.execute();
        }
    }

    private static long highest(Connection connection, String column, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT coalesce(max(" + column + "), 0) FROM " + table)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** The number of the next row; the information schema of MySQL 8 would give an old one. */
    private long counter(Table table) throws SQLException {
        try (Statement statement = site.mysql().createStatement();
                ResultSet row = statement.executeQuery("SHOW CREATE TABLE " + table.mysqlName())) {
            row.next();
            Matcher counter = COUNTER.matcher(row.getString(2));
            return counter.find() ? Long.parseLong(counter.group(1)) : 1;
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = site.mysql().createStatement()) {
            statement.execute(sql);
        }
    }
}
