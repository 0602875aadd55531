package dev.ficus.dualwrite.schema;

/**
 * Something that the conversion did not carry over one to one.
 *
 * @param kind whether something is left out, or there in another form
 * @param where the table, column, index or key, by MySQL names
 * @param what what is different or left out
 * @param reason why it is so
 * @param todo what the reader should do about it
 */
public record Finding(Kind kind, String where, String what, String reason, String todo) {
    /** What became of it. */
    public enum Kind {
        /** It is there, in another form. */
        CHANGED,
        /** It is not there. */
        LEFT_OUT;

        /** As it is printed. */
        public String word() {
            return this == CHANGED ? "changed" : "left out";
        }
    }
}
