package dev.ficus.dualwrite.schema;

import dev.ficus.dualwrite.table.Column;
import dev.ficus.dualwrite.table.Table;

/**
 * Expressions of a table as MySQL's and MariaDB's catalogs show them, in PostgreSQL's words. The list is closed: an
 * expression is converted only where both servers give the same result for every value, and refused with the reason
 * else. Where MySQL raises an error there is no row, so nothing has to be equal.
 */
final class ExpressionConverter {
    private final Table table;

    ExpressionConverter(Table table) {
        this.table = table;
    }

    /** As a CHECK has it: true, false or NULL. */
    Expression condition(String shown) {
        try {
            ExpressionParser parser = new ExpressionParser(table, shown);
            return Expression.of(parser.parse().truth(), parser.columns());
        } catch (Refused e) {
            return Expression.refused(e.reason());
        }
    }

    /** As an index has it: any value, numbers for conditions. */
    Expression value(String shown) {
        try {
            ExpressionParser parser = new ExpressionParser(table, shown);
            Term term = parser.parse();
            if (term.kind() == Term.Kind.TEXT) {
                return Expression.refused("it gives a text, which MySQL compares under a collation");
            }
            return Expression.of(
                    term.kind() == Term.Kind.CONDITION ? term.sql() + "::int" : term.sql(), parser.columns());
        } catch (Refused e) {
            return Expression.refused(e.reason());
        }
    }

    /** As the column has it that is computed by it, or filled by it where no value is given. */
    Expression value(String shown, Column column) {
        try {
            ExpressionParser parser = new ExpressionParser(table, shown);
            return Expression.of(assigned(parser.parse(), column), parser.columns());
        } catch (Refused e) {
            return Expression.refused(e.reason());
        }
    }

    private static String assigned(Term term, Column column) {
        Term into = ExpressionColumn.of(column);
        return switch (term.kind()) {
            case NULL -> "NULL";
            case CONDITION, NUMBER -> {
                if (into.kind() == Term.Kind.CONDITION && term.kind() == Term.Kind.CONDITION) {
                    yield term.sql();
                }
                if (into.kind() != Term.Kind.NUMBER || column.type().name().equals("year")) {
                    throw mismatch(term, column);
                }
                yield term.kind() == Term.Kind.CONDITION ? term.sql() + "::int" : term.sql();
            }
            case DATE, JSON, TEXT, DATETIME -> {
                boolean fits = into.kind() == term.kind()
                        || into.kind() == Term.Kind.DATETIME && term.kind() == Term.Kind.DATE;
                boolean cut = term.kind() == Term.Kind.DATETIME && column.type().fraction() < 6
                        || column.type().name().equals("char");
                if (!fits || cut) {
                    throw mismatch(term, column);
                }
                yield term.sql();
            }
        };
    }

    private static Refused mismatch(Term term, Column column) {
        return new Refused(
                "MySQL would fit " + term.word() + " into " + column.type().declaration() + " by rules of its own");
    }
}
