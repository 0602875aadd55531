package dev.ficus.dualwrite.schema;

import java.util.Objects;

/**
 * A part of an expression in PostgreSQL's words, complete in itself: it needs no parentheses around it.
 *
 * @param scale of an exact number: digits behind the point
 * @param collation of a text, as MySQL names it; empty of a literal
 * @param literal the value of a text that is written out; the empty text where it is none and {@code written} is false
 * @param written whether it is a literal
 */
record Term(Kind kind, String sql, int scale, String collation, String literal, boolean written) {
    /** The kinds of values that are treated alike. */
    enum Kind {
        /** An integer or decimal number; {@code numeric} or an integer type in PostgreSQL. */
        NUMBER,
        /** MySQL's 0, 1 or NULL of a condition; {@code boolean} in PostgreSQL. */
        CONDITION,
        TEXT,
        DATE,
        DATETIME,
        JSON,
        NULL
    }

    /** MySQL's limit of a decimal's scale (its manual, "Precision Math"). */
    private static final int SCALE = 30;

    static Term condition(String sql) {
        return new Term(Kind.CONDITION, "(" + sql + ")", 0, "", "", false);
    }

    static Term number(String sql, int scale) {
        if (scale > SCALE) {
            throw new Refused("MySQL rounds a result with more than " + SCALE + " digits behind the point");
        }
        return new Term(Kind.NUMBER, sql, scale, "", "", false);
    }

    static Term text(String sql, String collation) {
        return new Term(Kind.TEXT, sql, 0, collation, "", false);
    }

    static Term of(Kind kind, String sql) {
        return new Term(kind, sql, 0, "", "", false);
    }

    static Term written(Kind kind, String sql, int scale, String literal) {
        return new Term(kind, sql, scale, "", literal, true);
    }

    /** As {@code numeric}, in which no sum overflows: where MySQL's overflows there is no row. */
    String numeric() {
        return switch (kind) {
            case NUMBER -> written ? sql : sql + "::numeric";
            case CONDITION -> sql + "::int::numeric";
            case NULL -> "NULL::numeric";
            default -> throw new Refused("MySQL would make a number of " + word());
        };
    }

    /** As a condition: MySQL takes any number but 0 as true. */
    String truth() {
        return switch (kind) {
            case CONDITION -> sql;
            case NUMBER -> "(" + sql + " <> 0)";
            case NULL -> "NULL::boolean";
            default -> throw new Refused("MySQL would make a condition of " + word());
        };
    }

    /** As text; an integer is written alike on both sides. */
    String textual() {
        return switch (kind) {
            case TEXT -> sql;
            case NULL -> "NULL::text";
            case CONDITION -> sql + "::int::text";
            case NUMBER -> {
                if (scale > 0) {
                    throw new Refused("both servers write the zeros behind a decimal's point in their own way");
                }
                yield sql + "::text";
            }
            default -> throw new Refused("both servers write " + word() + " in their own way");
        };
    }

    int positive(String of, int least) {
        if (!written || kind != Kind.NUMBER || scale > 0 || Long.parseLong(sql) < least) {
            throw new Refused(of + " is converted only where the number is written out and is at least " + least);
        }
        return (int) Long.parseLong(sql);
    }

    String word() {
        return switch (kind) {
            case NUMBER -> "a number";
            case CONDITION -> "a condition";
            case TEXT -> "a text";
            case DATE -> "a date";
            case DATETIME -> "a date with a time";
            case JSON -> "a JSON value";
            case NULL -> "NULL";
        };
    }

    /** The collation of two texts together; a literal takes the other's. */
    static String collation(Term first, Term second) {
        if (first.collation.isEmpty()
                || second.collation.isEmpty()
                || Objects.equals(first.collation, second.collation)) {
            return first.collation.isEmpty() ? second.collation : first.collation;
        }
        throw new Refused("its texts have different collations");
    }
}
