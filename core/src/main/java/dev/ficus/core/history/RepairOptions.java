package dev.ficus.core.history;

import java.time.Duration;

/**
 * How to run {@link MigrationHistory#repair}.
 *
 * @param change the change to repair
 * @param action what to do with it
 * @param lockTimeout how long to wait for another run on the same history
 */
public record RepairOptions(ChangeReference change, Action action, Duration lockTimeout) {

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
