package dev.ficus.cli.demo;

/** What an application was told about a write. */
enum Outcome {
    ACCEPTED,
    /** The fence of the side that it wrote to refused it: nothing was written. */
    REFUSED,
    /** A deadlock, a lock wait or a lost connection before the commit: nothing was written. */
    FAILED,
    /** The commit failed in a way that leaves open whether it happened. */
    UNKNOWN
}
