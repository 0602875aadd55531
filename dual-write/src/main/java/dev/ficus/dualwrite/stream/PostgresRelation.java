package dev.ficus.dualwrite.stream;

import dev.ficus.dualwrite.table.Column;
import dev.ficus.dualwrite.table.Row;
import dev.ficus.dualwrite.table.Table;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A tracked table as PostgreSQL sends it: its columns are found by name, whatever their order. Used by one thread. */
final class PostgresRelation {
    private static final int NOT_SENT = -1;

    private final Table table;
    /** How many columns PostgreSQL sends. */
    private final int sent;
    /** For each column of the table its place in the tuple, or that it is not sent. */
    private final int[] places;
    /** For each column of the key its place in the tuple. */
    private final int[] keys;

    private final Row.Builder row;
    private final Row.Builder key;

    PostgresRelation(Table table, PgOutput.Relation relation) {
        this.table = table;
        this.sent = relation.columns().size();
        this.places = places(table.columns(), relation);
        this.keys = places(table.key(), relation);
        this.row = new Row.Builder(places.length);
        this.key = new Row.Builder(keys.length);
    }

    private static int[] places(List<Column> columns, PgOutput.Relation relation) {
        return columns.stream()
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
    Row after(PgTuple after, @Nullable PgTuple before) {
        refuseUnlessWhole(after);
        if (before != null) {
            refuseUnlessWhole(before);
        }
        row.clear();
        for (int place : places) {
            if (place == NOT_SENT) {
                row.addUnsent();
            } else if (!after.unchanged(place)) {
                add(row, after, place);
            } else if (before == null || before.isNull(place) || before.unchanged(place)) {
                row.addUnsent();
            } else {
                add(row, before, place);
            }
        }
        return row.build();
    }

    /** The primary key in this tuple. */
    Row key(PgTuple tuple) {
        refuseUnlessWhole(tuple);
        key.clear();
        for (int i = 0; i < keys.length; i++) {
            int place = keys[i];
            if (place == NOT_SENT || tuple.isNull(place) || tuple.unchanged(place)) {
                throw new IllegalStateException("PostgreSQL sent no value for key column "
                        + table.key().get(i).name() + " of table " + table.name());
            }
            add(key, tuple, place);
        }
        return key.build();
    }

    private static void add(Row.Builder to, PgTuple tuple, int place) {
        if (tuple.isNull(place)) {
            to.addNull();
        } else {
            tuple.put(place, to.buffer());
            to.add();
        }
    }

    private void refuseUnlessWhole(PgTuple tuple) {
        if (tuple.size() != sent) {
            throw new IllegalStateException("PostgreSQL sent " + tuple.size() + " values for the " + sent
                    + " columns of table " + table.name());
        }
    }

    private static String shown(List<String> columns) {
        return columns.stream().sorted().collect(Collectors.joining(", ", "(", ")"));
    }
}
