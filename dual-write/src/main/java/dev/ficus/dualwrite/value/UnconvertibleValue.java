package dev.ficus.dualwrite.value;

/** A value that PostgreSQL cannot hold in the chosen type. The caller adds table, key and column. */
public final class UnconvertibleValue extends RuntimeException {

    /** @param reason why, as a clause that does not repeat the value */
    public UnconvertibleValue(String reason) {
        super(reason);
    }

    /** Why, as a clause that does not repeat the value. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
