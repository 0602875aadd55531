package dev.ficus.dualwrite.value;

/** A choice of {@code ficus.yaml} that does not suit the type of the column. The caller adds table and column. */
public final class ChoiceRefused extends RuntimeException {
    private final String allowed;

    /**
     * @param reason what is wrong, as a clause: {@code a datetime cannot become boolean}
     * @param allowed what could be chosen in its place
     */
    public ChoiceRefused(String reason, String allowed) {
        super(reason);
        this.allowed = allowed;
    }

    /** What is wrong. */
    public String reason() {
        return String.valueOf(getMessage());
    }

    /** What could be chosen in its place. */
    public String allowed() {
        return allowed;
    }
}
