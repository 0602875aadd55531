package dev.ficus.dualwrite.stream;

import dev.ficus.dualwrite.table.Column;
import dev.ficus.dualwrite.table.Row;
import dev.ficus.dualwrite.table.Table;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A tracked table as PostgreSQL sends it: its columns are found by name, whatever their order. Immutable. */
final class PostgresRelation {
    private final Table table;
    /** For each column of the table its place in the tuple; -1 for one that is not sent. */
    private final int[] places;

    PostgresRelation(Table table, PgOutput.Relation relation) {
        this.table = table;
        this.places = table.columns().stream()
                .mapToInt(column -> relation.columns().indexOf(column.target()))
                .toArray();
    }

    /**
     * How the columns differ from the table's, or empty where they are the same. What PostgreSQL computes is not sent, unless the
     * publication says so (its manual, "Generated Column Replication").
     */
    static Optional<String> difference(Table table, PgOutput.Relation relation) {
        List<String> wanted = table.columns().stream().map(Column::target).toList();
        List<String> sent =
                table.writtenToPostgres().stream().map(Column::target).toList();
        if (new HashSet<>(wanted).containsAll(relation.columns())
                && new HashSet<>(relation.columns()).containsAll(sent)) {
            return Optional.empty();
        }
        return Optional.of(
                "has the columns " + shown(relation.columns()) + " on PostgreSQL and " + shown(wanted) + " on MySQL");
    }

    Table table() {
        return table;
    }

    /** The new row; a value that was not sent is taken from the old row where that has it. */
    Row after(PgOutput.Tuple after, PgOutput.@Nullable Tuple before) {
        Row.Builder row = new Row.Builder(places.length);
        for (int place : places) {
            String value = value(after, before, place);
            if (value == null) {
                row.addNull();
            } else if (isUnchanged(value)) {
                row.addUnsent();
            } else {
                row.buffer().put(value);
                row.add();
            }
        }
        return row.build();
    }

    /** The primary key in this tuple. */
    Row key(PgOutput.Tuple tuple) {
        Row.Builder key = new Row.Builder(table.key().size());
        for (Column column : table.key()) {
            String value = tuple.cell(places[table.columns().indexOf(column)]);
            if (value == null || isUnchanged(value)) {
                throw new IllegalStateException(
                        "PostgreSQL sent no value for key column " + column.name() + " of table " + table.name());
            }
            key.buffer().put(value);
            key.add();
        }
        return key.build();
    }

    private static @Nullable String value(PgOutput.Tuple after, PgOutput.@Nullable Tuple before, int place) {
        if (place < 0) {
            return PgOutput.Tuple.UNCHANGED;
        }
        String value = after.cell(place);
        if (before == null || value == null || !isUnchanged(value)) {
            return value;
        }
        String old = before.cell(place);
        return old == null ? value : old;
    }

    @SuppressWarnings("ReferenceEquality") // an identity of its own
    private static boolean isUnchanged(String value) {
        return value == PgOutput.Tuple.UNCHANGED;
    }

    private static String shown(List<String> columns) {
        return columns.stream().sorted().collect(Collectors.joining(", ", "(", ")"));
    }
}
