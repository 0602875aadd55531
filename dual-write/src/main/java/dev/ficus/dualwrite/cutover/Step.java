package dev.ficus.dualwrite.cutover;

import java.sql.SQLException;

/**
 * One step of a change of phase, safe to run again.
 *
 * @param name in the journal; tests interrupt at {@code cutover.<name>}, right behind the step
 * @param text what it does, for the plan
 * @param effect what it does to the writes of the domain
 */
record Step(String name, String text, Effect effect, Action action) {

    /** What a step does to writes. */
    enum Effect {
        NONE,
        /** From its begin on, neither side takes writes. */
        CLOSES,
        /** From its end on, the new owner takes writes. */
        OPENS
    }

    /** Does the step and returns what it found or did, for the journal. */
    @FunctionalInterface
    interface Action {
        String run() throws SQLException;
    }

    static Step of(String name, String text, Action action) {
        return new Step(name, text, Effect.NONE, action);
    }

    static Step closing(String name, String text, Action action) {
        return new Step(name, text, Effect.CLOSES, action);
    }

    static Step opening(String name, String text, Action action) {
        return new Step(name, text, Effect.OPENS, action);
    }
}
