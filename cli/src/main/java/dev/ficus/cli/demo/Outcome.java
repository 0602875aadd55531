package dev.ficus.cli.demo;

/** What an application was told about a write. */
enum Outcome {
    ACCEPTED,
    /** The fence of the side that it wrote to refused it: nothing was written. */
    REFUSED,
    /** A deadlock, a lock wait or a lost connection before the commit: nothing was written. */
    FAILED,
    /**
     * The row does not stand there in the version that was accepted: nothing was written. MySQL's copy of a domain that it
     * does not own may be a moment behind, and its fence refuses rows, not statements that find none. Where a write was lost,
     * every later one to the same row ends here, so the audit finds it.
     */
    MISSED,
    /** The commit failed in a way that leaves open whether it happened. */
    UNKNOWN
}
