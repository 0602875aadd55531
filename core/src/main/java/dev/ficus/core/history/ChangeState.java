package dev.ficus.core.history;

/** Where a change stands. */
public enum ChangeState {
    /** In the files, not in the record. */
    PENDING,
    /** Recorded, and the file is as it was. */
    APPLIED,
    /** Recorded, and the file has changed since. */
    EDITED,
    /** Recorded, and no file has it. */
    MISSING,
    /** Some of its statements ran, then it failed or was killed. */
    HALF_APPLIED
}
