package dev.ficus.dualwrite.value;

import java.util.function.UnaryOperator;

/**
 * Values of a MySQL column that its PostgreSQL column cannot hold.
 *
 * @param id a word for the kind: {@code zero-date}, {@code nul}, {@code invalid-text}, {@code invalid-enum}, {@code range}
 * @param what what they are, as a clause that follows "rows whose": {@code date has a zero year, month or day}
 * @param condition the MySQL condition that is true for such values, for a quoted column name; false for NULL
 * @param fix what can be chosen, as it stands in {@code ficus.yaml}: {@code zero-date: null}
 */
public record Hazard(String id, String what, UnaryOperator<String> condition, String fix) {

    /** A hazard whose condition is not asked of NULL, so that it is never unknown. */
    static Hazard of(String id, String what, UnaryOperator<String> condition, String fix) {
        return new Hazard(
                id, what, column -> "(" + column + " is not null and (" + condition.apply(column) + "))", fix);
    }
}
