package dev.ficus.dualwrite.stream;

import dev.ficus.dualwrite.control.Checkpoint;
import dev.ficus.dualwrite.control.Position;

/**
 * Where a stream goes on. Every session begins by reading the checkpoint in the target, and so learns the outcome of a
 * COMMIT whose answer was lost. Used by one thread at a time.
 */
interface ReadBack {
    /** The only one outside the tests: the checkpoint tells. */
    ReadBack CHECKPOINT = new ReadBack() {
        @Override
        public Position from(Checkpoint stored) {
            return stored.position();
        }

        @Override
        public void unknown(Checkpoint before, Checkpoint after) {
            // The checkpoint in the target knows.
        }
    };

    /** Where the capture of a new session begins. */
    Position from(Checkpoint stored);

    /** COMMIT failed: the target stands at {@code before} or at {@code after}. */
    void unknown(Checkpoint before, Checkpoint after);
}
