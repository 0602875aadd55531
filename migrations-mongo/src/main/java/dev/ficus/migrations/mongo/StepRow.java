package dev.ficus.migrations.mongo;

import java.util.Optional;

/**
 * What is known of one step of a run that has not finished.
 *
 * @param direction whether the change was being applied or undone
 * @param number from 1, as in the file
 * @param total how many steps the change has
 * @param hash of the operation as it was sent; empty in a row of an older version
 * @param error what the server said, where it failed
 */
record StepRow(
        MongoChange.ChangeKey key,
        String file,
        Direction direction,
        int number,
        int total,
        State state,
        Optional<String> hash,
        Optional<String> error) {

    /** The same step, as one that the user found to have run. */
    StepRow done() {
        return new StepRow(key, file, direction, number, total, State.DONE, hash, Optional.empty());
    }

    enum Direction {
        UP,
        DOWN
    }

    enum State {
        /** Begun. If the process died now, it may or may not have run. */
        STARTED,
        /** Ran. */
        DONE,
        /** Refused by the server. */
        FAILED,
        /** Up only: ran, and its rollback has begun because a later step failed. */
        UNDOING
    }
}
