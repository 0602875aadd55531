package dev.ficus.migrations.sql;

import dev.ficus.core.history.MigrationPlan.Direction;
import java.util.Optional;

/**
 * What is known of one statement of a change that has not finished.
 *
 * @param direction DOWN where the statement is one of the change's way back
 * @param number from 1
 * @param total how many statements the change has
 * @param error what the server said, where it failed
 */
record StatementRow(ChangeKey key, Direction direction, int number, int total, State state, Optional<String> error) {

    enum State {
        /** Begun. If the process died now, it may or may not have run. */
        STARTED,
        /** Ran, and cannot be rolled back any more. */
        DONE,
        /** Refused by the server. */
        FAILED
    }
}
