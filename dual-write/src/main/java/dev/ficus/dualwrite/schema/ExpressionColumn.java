package dev.ficus.dualwrite.schema;

import dev.ficus.dualwrite.table.Column;

/** A column inside an expression. */
final class ExpressionColumn {
    private ExpressionColumn() {}

    /** @throws Refused where both servers do not compute alike with its type */
    static Term of(Column column) {
        String type = column.value().postgresType();
        String sql = column.postgresName();
        if (column.value().replacesValues()) {
            throw new Refused("some values of column " + column.name() + " are others in PostgreSQL, by choice");
        }
        if (column.type().declaration().contains("zerofill")) {
            throw new Refused("column " + column.name() + " is filled with zeros");
        }
        return switch (column.type().name()) {
            case "tinyint", "smallint", "mediumint", "int", "bigint", "decimal", "bit", "year" -> number(column, type);
            case "char", "varchar", "tinytext", "text", "mediumtext", "longtext" -> {
                if (!type.equals("text") && !type.startsWith("varchar")) {
                    throw other(column);
                }
                yield Term.text(sql, column.collation().orElse(""));
            }
            case "date" -> plain(column, type.equals("date"), Term.Kind.DATE);
            case "datetime" ->
                plain(column, type.startsWith("timestamp(") && !type.contains("zone"), Term.Kind.DATETIME);
            case "json" -> plain(column, type.equals("jsonb"), Term.Kind.JSON);
            default -> throw other(column);
        };
    }

    private static Term number(Column column, String type) {
        if (type.equals("boolean")) {
            return Term.of(Term.Kind.CONDITION, column.postgresName());
        }
        if (!type.startsWith("numeric") && !type.matches("smallint|integer|bigint")) {
            throw other(column);
        }
        return Term.number(
                column.postgresName(),
                column.type().name().equals("decimal") ? column.type().scale() : 0);
    }

    private static Term plain(Column column, boolean known, Term.Kind kind) {
        if (!known) {
            throw other(column);
        }
        return Term.of(kind, column.postgresName());
    }

    private static Refused other(Column column) {
        return new Refused("column " + column.name() + " is " + column.type().declaration() + " in MySQL and "
                + column.value().postgresType() + " in PostgreSQL, which do not compute alike");
    }
}
