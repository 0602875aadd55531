package dev.ficus.dualwrite.stream;

import static java.util.stream.Collectors.joining;

import dev.ficus.dualwrite.table.Column;
import java.util.BitSet;
import java.util.List;

/**
 * The temporary table through which changes of one table go to PostgreSQL, with the statements that carry them on. It has
 * the columns of the table as they are, without its constraints, and one that tells what is to be done with a row. The
 * session makes it once, and every commit empties it.
 *
 * @param name quoted
 */
record Stage(String name, TargetTable table) {
    private static final String GROUP = "\"ficus group\"";

    static Stage of(TargetTable table, int number) {
        return new Stage("pg_temp.\"ficus_stage_" + number + "\"", table);
    }

    /** COPY straight into the table. */
    static String copyInto(TargetTable table) {
        return "COPY " + table.table().postgresName() + " (" + names(table.columns(table.written())) + ") FROM STDIN";
    }

    String create() {
        return "CREATE TEMPORARY TABLE IF NOT EXISTS " + name.substring("pg_temp.".length())
                + " ON COMMIT DELETE ROWS AS SELECT 0::smallint AS " + GROUP + ", " + columns() + " FROM "
                + table.table().postgresName() + " WITH NO DATA";
    }

    String empty() {
        return "TRUNCATE " + name;
    }

    String copy() {
        return "COPY " + name + " (" + GROUP + ", " + columns() + ") FROM STDIN";
    }

    String delete(int group) {
        return "DELETE FROM " + table.table().postgresName() + " t USING " + sorted(group) + " s WHERE " + joined();
    }

    /** @param set the places of the columns to set */
    String update(int group, BitSet set) {
        return "UPDATE " + table.table().postgresName() + " t SET "
                + table.columns(set).stream()
                        .map(column -> column.postgresName() + " = s." + column.postgresName())
                        .collect(joining(", "))
                + " FROM " + sorted(group) + " s WHERE " + joined();
    }

    String upsert(int group) {
        String written = names(table.columns(table.written()));
        return "INSERT INTO " + table.table().postgresName() + " (" + written + ") SELECT " + written + " FROM " + name
                + " s WHERE s." + GROUP + " = " + group + new PostgresDialect().overwrite(table.table());
    }

    /** The rows of the group in the order of the index that the join goes through, so that it visits each page once. */
    private String sorted(int group) {
        return "(SELECT * FROM " + name + " WHERE " + GROUP + " = " + group + " ORDER BY "
                + names(table.table().key()) + ")";
    }

    private String joined() {
        return table.table().key().stream()
                .map(Column::postgresName)
                .map(column -> "t." + column + " = s." + column)
                .collect(joining(" AND "));
    }

    private String columns() {
        return names(table.columns(table.staged()));
    }

    private static String names(List<Column> columns) {
        return columns.stream().map(Column::postgresName).collect(joining(", "));
    }
}
