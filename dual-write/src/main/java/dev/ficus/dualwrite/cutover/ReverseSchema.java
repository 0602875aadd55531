package dev.ficus.dualwrite.cutover;

import static java.util.stream.Collectors.joining;

import dev.ficus.dualwrite.table.Column;
import dev.ficus.dualwrite.table.Index;
import dev.ficus.dualwrite.table.PostgresColumn;
import dev.ficus.dualwrite.table.PostgresColumn.Fit;
import dev.ficus.dualwrite.table.PostgresColumns;
import dev.ficus.dualwrite.table.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether PostgreSQL refuses what MySQL would refuse. Where it does not, the application may write a row that the reverse
 * stream cannot bring back, and which closes the way back.
 *
 * <p>Refused are longer text and NULL where no constraint stands in their way, and a unique key that is not there. Told is
 * a column without the CHECK that keeps out rare values, such as dates after MySQL's last. A unique key over text that MySQL compares by the rules of a collation (case,
 * accents, trailing blanks) and PostgreSQL byte by byte is told.
 */
final class ReverseSchema {
    /** Columns of an index whether they stand in it or in an expression of it; partial ones do not hold for all rows. */
    private static final String UNIQUE = """
            SELECT (SELECT coalesce(array_agg(a.attname::text), '{}') FROM pg_attribute a
                    WHERE a.attrelid = i.indrelid AND a.attnum > 0
                      AND (a.attnum = ANY ((i.indkey::int2[])[0:i.indnkeyatts - 1])
                           OR EXISTS (SELECT 1 FROM pg_depend d
                                      WHERE d.classid = 'pg_class'::regclass AND d.objid = i.indexrelid
                                        AND d.refclassid = 'pg_class'::regclass AND d.refobjid = i.indrelid
                                        AND d.refobjsubid = a.attnum))),
                   i.indexprs IS NOT NULL
                   OR EXISTS (SELECT 1 FROM unnest(i.indcollation::oid[]) AS o (id)
                              JOIN pg_collation c ON c.oid = o.id WHERE NOT c.collisdeterministic)
            FROM pg_index i
            WHERE i.indrelid = to_regclass(?) AND i.indisunique AND i.indisvalid AND i.indpred IS NULL""";

    /** @param aware whether it may hold equal what differs in bytes */
    private record Unique(Set<String> columns, boolean aware) {}

    private final Site site;
    private final List<String> refusals = new ArrayList<>();
    private final List<String> fixes = new ArrayList<>();
    private final List<String> unchecked = new ArrayList<>();
    private final List<String> byteKeys = new ArrayList<>();

    ReverseSchema(Site site) {
        this.site = site;
    }

    Gate gate() throws SQLException {
        for (Table table : site.tables()) {
            columns(table);
            keys(table);
        }
        if (!refusals.isEmpty()) {
            return Gate.refused(
                    "way back",
                    "PostgreSQL takes rows that MySQL does not: " + String.join("; ", refusals),
                    "domain " + site.name(),
                    "by a change of the PostgreSQL history: " + String.join("; ", fixes));
        }
        return Gate.open(
                "way back",
                "lengths, NULL and unique keys are as MySQL's"
                        + told(unchecked, "; no CHECK keeps values that MySQL has not out of ")
                        + told(byteKeys, "; byte by byte, not by MySQL's collation, are compared "));
    }

    /** Rows that come in there stop the reverse stream. */
    private static String told(List<String> names, String text) {
        return names.isEmpty() ? "" : text + String.join(", ", names);
    }

    private void columns(Table table) throws SQLException {
        List<PostgresColumn> there = PostgresColumns.of(site.postgres(), table);
        for (Column column : table.columns()) {
            Optional<PostgresColumn> found = there.stream()
                    .filter(candidate -> candidate.name().equals(column.target()))
                    .findFirst();
            if (found.isPresent() && column.writtenToMysql()) {
                column(table, column, found.get());
            }
        }
    }

    private void column(Table table, Column column, PostgresColumn there) {
        String name = table.target() + "." + column.target();
        String alter = "ALTER TABLE " + table.postgresName() + " ALTER COLUMN " + column.postgresName();
        String check = column.value().postgresCheck(column.postgresName());
        if (there.fit() == Fit.WIDER && !there.checked()) {
            refuse(
                    name + " is " + there.type() + ", which is longer than MySQL's "
                            + column.type().declaration(),
                    alter + " TYPE " + column.value().postgresType() + ", or a CHECK of its length");
        } else if (!check.isEmpty() && !there.checked()) {
            unchecked.add(name);
        }
        if (!there.notNull() && !column.nullable() && column.value().nullToMysql() == null) {
            refuse(name + " takes NULL", alter + " SET NOT NULL");
        }
    }

    private void keys(Table table) throws SQLException {
        List<Unique> uniques = uniques(site.postgres(), table);
        key(table, table.name() + ".PRIMARY", table.key(), uniques);
        for (Index index : table.indexes()) {
            boolean plain =
                    index.parts().stream().allMatch(part -> part.column().isPresent());
            if (index.unique() && plain) {
                key(table, table.name() + "." + index.name(), columns(table, index), uniques);
            }
        }
    }

    private void key(Table table, String name, List<Column> columns, List<Unique> uniques) {
        Set<String> wanted = new HashSet<>(columns.stream().map(Column::target).toList());
        List<Unique> there = uniques.stream()
                .filter(unique -> unique.columns().equals(wanted))
                .toList();
        if (there.isEmpty()) {
            refuse(
                    "no unique index for MySQL's " + name,
                    columns.stream()
                            .map(Column::postgresName)
                            .collect(joining(", ", "CREATE UNIQUE INDEX ON " + table.postgresName() + " (", ")")));
        } else if (columns.stream().anyMatch(ReverseSchema::byRules)
                && there.stream().noneMatch(Unique::aware)) {
            byteKeys.add(name);
        }
    }

    private void refuse(String what, String fix) {
        refusals.add(what);
        fixes.add(fix);
    }

    private static List<Column> columns(Table table, Index index) {
        return index.parts().stream()
                .flatMap(part ->
                        table.columns().stream().filter(column -> part.column().equals(Optional.of(column.name()))))
                .toList();
    }

    /** The older binary collations too leave trailing blanks out of a comparison. */
    private static boolean byRules(Column column) {
        boolean labelled =
                column.type().name().equals("enum") || column.type().name().equals("set");
        return !labelled
                && column.collation()
                        .filter(collation -> !collation.endsWith("0900_bin")
                                && !collation.endsWith("nopad_bin")
                                && !collation.equals("binary"))
                        .isPresent();
    }

    private static List<Unique> uniques(Connection postgres, Table table) throws SQLException {
        List<Unique> uniques = new ArrayList<>();
        try (PreparedStatement statement = postgres.prepareStatement(UNIQUE)) {
            statement.setString(1, table.postgresName());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    String[] columns = (String[]) row.getArray(1).getArray();
                    uniques.add(new Unique(Set.of(columns), row.getBoolean(2)));
                }
            }
        }
        return uniques;
    }
}
