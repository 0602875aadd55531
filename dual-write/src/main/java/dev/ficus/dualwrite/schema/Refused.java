package dev.ficus.dualwrite.schema;

/** Says why an expression cannot be said in PostgreSQL with the same result for every value. */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String reason) {
        super(reason, null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
