package dev.ficus.dualwrite.table;

/**
 * A column as PostgreSQL has it, beside the one of MySQL that belongs to it.
 *
 * @param name unquoted
 * @param type as PostgreSQL shows it
 * @param fit how its type suits what Ficus writes; {@link Fit#OTHER} too where MySQL has no such column
 * @param notNull whether it refuses NULL
 * @param generated whether PostgreSQL computes it and refuses a value
 * @param alwaysIdentity whether it refuses numbers that PostgreSQL did not give ({@code GENERATED ALWAYS AS IDENTITY})
 * @param checked whether a CHECK constraint looks at it
 */
public record PostgresColumn(
        String name,
        String type,
        Fit fit,
        boolean notNull,
        boolean generated,
        boolean alwaysIdentity,
        boolean checked) {

    /** How a type suits the one that is expected. */
    public enum Fit {
        SAME,
        /** It takes longer text: no harm on the way there, but such text does not go back to MySQL. */
        WIDER,
        OTHER
    }
}
