package dev.ficus.migrations.postgres.lint;

/** PostgreSQL's table locks, from weak to strong. Source: PostgreSQL manual, 13.3.1 "Table-Level Locks". */
enum LockMode {
    ACCESS_SHARE("only what drops or rewrites it waits"),
    ROW_SHARE("reads and writes of other rows go on"),
    ROW_EXCLUSIVE("reads go on, and writers of the same rows wait"),
    SHARE_UPDATE_EXCLUSIVE("reads and writes go on, and other definitions and VACUUM wait"),
    SHARE("reads go on, and writes wait"),
    SHARE_ROW_EXCLUSIVE("reads go on, and writes wait"),
    EXCLUSIVE("reads go on, and writes wait"),
    ACCESS_EXCLUSIVE("reads and writes wait");

    private final String who;

    LockMode(String who) {
        this.who = who;
    }

    /** The server's own word. */
    String word() {
        return name().replace('_', ' ');
    }

    /** Who waits. */
    String who() {
        return who;
    }

    /** Whether writes wait for it, and a queue builds up behind it while it waits itself. */
    boolean stopsWrites() {
        return compareTo(SHARE) >= 0;
    }
}
