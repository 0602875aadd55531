package dev.ficus.migrations.mongo;

import java.util.Optional;

/**
 * What is known of one step of a change that has not finished.
 *
 * @param number from 1
 * @param total how many steps the change has
 * @param error what the server said, where it failed
 */
record StepRow(MongoChange.ChangeKey key, String file, int number, int total, State state, Optional<String> error) {

    enum State {
        /** Begun. If the process died now, it may or may not have run. */
        STARTED,
        /** Ran. */
        DONE,
        /** Refused by the server. */
        FAILED
    }
}
