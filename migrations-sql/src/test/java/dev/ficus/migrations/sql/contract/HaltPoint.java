package dev.ficus.migrations.sql.contract;

/** When a process dies. */
enum HaltPoint {
    /** The statement has not been sent. */
    BEFORE,
    /** The server has answered the statement. */
    AFTER
}
