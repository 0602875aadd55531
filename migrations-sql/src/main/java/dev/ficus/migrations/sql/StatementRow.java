package dev.ficus.migrations.sql;

import dev.ficus.core.history.ChangeText;
import dev.ficus.core.history.MigrationPlan.Direction;
import java.util.Optional;

/**
 * What is known of one statement of a change that has not finished.
 *
 * @param direction DOWN where the statement is one of the change's way back
 * @param number from 1
 * @param total how many statements the change has
 * @param text the statement as it was sent; long ones are cut off at the end
 * @param sha256 over the whole statement
 * @param error what the server said, where it failed
 */
record StatementRow(
        ChangeKey key,
        Direction direction,
        int number,
        int total,
        String text,
        String sha256,
        State state,
        Optional<String> error) {
    private static final int LONGEST_TEXT = 1000;

    StatementRow(
            ChangeKey key,
            Direction direction,
            int number,
            int total,
            String text,
            State state,
            Optional<String> error) {
        this(key, direction, number, total, beginning(text), ChangeText.sha256(text), state, error);
    }

    /** The same statement, when it is known to have run. */
    StatementRow done() {
        return new StatementRow(key, direction, number, total, text, sha256, State.DONE, Optional.empty());
    }

    private static String beginning(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
    }

    enum State {
        /** Begun. If the process died now, it may or may not have run. */
        STARTED,
        /** Ran, and cannot be rolled back any more. */
        DONE,
        /** Refused by the server. */
        FAILED
    }
}
