package dev.ficus.core.history;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * How to run {@link MigrationHistory#repair}.
 *
 * @param change the change to repair
 * @param action what to do with it
 * @param from with {@link Action#RESUME} of a change that was cut off inside a statement: the number of the statement to go
 *     on at, from 1. That statement runs it again, the one after it skips it; nobody but the user can find out whether it
 *     ran. Empty: goes on where it is certain
 * @param lockTimeout how long to wait for another run on the same history
 */
public record RepairOptions(ChangeReference change, Action action, OptionalInt from, Duration lockTimeout) {
    public RepairOptions {
        if (from.isPresent() && action != Action.RESUME) {
            throw new IllegalArgumentException("only a resumed change goes on at a statement");
        }
    }

    public RepairOptions(ChangeReference change, Action action, Duration lockTimeout) {
        this(change, action, OptionalInt.empty(), lockTimeout);
    }

    /** What a repair does with a change. Each refuses a change in any other state than the one that it is for. */
    public enum Action {
        /** Edited: what the file says now is what ran; its checksum is recorded. */
        RECORD_EDIT,
        /** Missing: the change is taken out of the record; what it did stays in the database. */
        FORGET,
        /** Half-applied: runs on at the statement that failed or never ran. */
        RESUME,
        /** Half-applied: the user has run the rest; the change is recorded as applied. */
        MARK_APPLIED,
        /** Half-applied: the user has undone what ran; the change is pending again. */
        MARK_ROLLED_BACK
    }
}
