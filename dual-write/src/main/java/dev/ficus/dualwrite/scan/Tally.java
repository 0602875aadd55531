package dev.ficus.dualwrite.scan;

import static java.util.stream.Collectors.joining;

import dev.ficus.dualwrite.table.Column;
import dev.ficus.dualwrite.table.Table;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Adds up what a table has of its suspects, and keeps the first keys of each. */
final class Tally {
    private static final int KEYS = 5;

    private final Connection mysql;
    private final Table table;
    private final String from;
    private final List<Suspect> suspects;
    private final boolean withValues;
    private final long[] counts;
    private final List<List<String>> keys = new ArrayList<>();
    private final List<List<String>> values = new ArrayList<>();
    private long rows;

    Tally(Connection mysql, Table table, List<Suspect> suspects, boolean withValues) {
        this.mysql = mysql;
        this.table = table;
        this.from = " FROM " + table.mysqlName() + " AS " + KeyWalk.ALIAS + " WHERE ";
        this.suspects = suspects;
        this.withValues = withValues;
        this.counts = new long[suspects.size()];
        for (int i = 0; i < counts.length; i++) {
            keys.add(new ArrayList<>());
            values.add(new ArrayList<>());
        }
    }

    /** Rows that were read. */
    long rows() {
        return rows;
    }

    /** Reads the rows of a range once, for all suspects together. */
    void add(String range) throws SQLException {
        String sums = suspects.stream()
                .map(suspect -> ", coalesce(sum(CASE WHEN " + suspect.condition() + " THEN 1 ELSE 0 END), 0)")
                .collect(joining());
        long[] inRange = new long[counts.length];
        try (Statement statement = mysql.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*)" + sums + from + range)) {
            row.next();
            rows += row.getLong(1);
            for (int i = 0; i < counts.length; i++) {
                inRange[i] = row.getLong(i + 2);
                counts[i] += inRange[i];
            }
        }
        for (int i = 0; i < counts.length; i++) {
            if (inRange[i] > 0 && keys.get(i).size() < KEYS) {
                name(i, range);
            }
        }
    }

    List<FoundValues> found() {
        List<FoundValues> found = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                Suspect suspect = suspects.get(i);
                found.add(new FoundValues(
                        table.name(),
                        suspect.column().name(),
                        suspect.hazard(),
                        counts[i],
                        keys.get(i),
                        values.get(i)));
            }
        }
        return found;
    }

    private void name(int suspect, String range) throws SQLException {
        Column column = suspects.get(suspect).column();
        String selected =
                table.key().stream().map(CellText::selected).collect(joining(", ")) + ", " + CellText.selected(column);
        String sql = "SELECT " + selected + from + "(" + range + ") AND ("
                + suspects.get(suspect).condition() + ") ORDER BY " + KeyWalk.order(table) + " LIMIT "
                + (KEYS - keys.get(suspect).size());
        try (Statement statement = mysql.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                List<String> parts = new ArrayList<>();
                for (int i = 0; i < table.key().size(); i++) {
                    parts.add(table.key().get(i).name() + "="
                            + CellText.shown(table.key().get(i), row.getString(i + 1)));
                }
                keys.get(suspect).add(String.join(", ", parts));
                if (withValues) {
                    values.get(suspect).add(CellText.shown(column, row.getString(parts.size() + 1)));
                }
            }
        }
    }
}
