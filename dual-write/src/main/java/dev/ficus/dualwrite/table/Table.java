package dev.ficus.dualwrite.table;

import java.util.List;

/**
 * A tracked table.
 *
 * @param database the MySQL database that it lives in
 * @param name on MySQL
 * @param target its name in PostgreSQL: the same, unless {@code ficus.yaml} maps it
 * @param columns in MySQL's order
 * @param key the columns of the primary key, in key order; never empty
 * @param indexes the secondary indexes
 * @param foreignKeys the foreign keys that it declares
 */
public record Table(
        String database,
        String name,
        String target,
        List<Column> columns,
        List<Column> key,
        List<Index> indexes,
        List<ForeignKey> foreignKeys) {
    public Table {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
        indexes = List.copyOf(indexes);
        foreignKeys = List.copyOf(foreignKeys);
        if (key.isEmpty()) {
            throw new IllegalArgumentException("a tracked table has a primary key: " + name);
        }
    }

    /** The name quoted for MySQL, with its database. */
    public String mysqlName() {
        return Quoted.mysql(database) + "." + Quoted.mysql(name);
    }

    /** The name quoted for PostgreSQL; the schema follows from the search path of the connection. */
    public String postgresName() {
        return Quoted.postgres(target);
    }

    /** For each column of the key its place among the columns. */
    public List<Integer> keyPlaces() {
        return key.stream().map(columns::indexOf).toList();
    }

    /** The columns that a copy writes. */
    public List<Column> writtenToPostgres() {
        return columns.stream().filter(Column::writtenToPostgres).toList();
    }

    /** This table with other columns of the same names. */
    Table with(List<Column> others) {
        List<Column> sameKey =
                key.stream().map(column -> others.get(columns.indexOf(column))).toList();
        return new Table(database, name, target, others, sameKey, indexes, foreignKeys);
    }

    /** Whether this column belongs to the primary key. */
    public boolean inKey(Column column) {
        return key.contains(column);
    }

    /** Whether a range of keys holds the same rows on both sides. */
    public boolean sameKeyOrder() {
        return key.stream().allMatch(column -> column.value().sameOrder());
    }
}
