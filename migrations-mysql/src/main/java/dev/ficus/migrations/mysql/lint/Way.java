package dev.ficus.migrations.mysql.lint;

/**
 * How a server carries out a definition, in the words of {@code ALTER TABLE ... ALGORITHM=, LOCK=}, from light to heavy.
 * Source: MySQL manual, 17.12.1 "Online DDL Operations"; MariaDB, "InnoDB Online DDL".
 */
enum Way {
    /** Only the definition changes. */
    INSTANT("INSTANT", "NONE", "reads and writes wait for a moment"),
    /** Nothing is rebuilt but an index. */
    INPLACE("INPLACE", "NONE", "reads and writes go on, and wait for a moment at the start and at the end"),
    INPLACE_SHARED("INPLACE", "SHARED", "reads go on, and writes wait until it is done"),
    /** The table is built anew beside the old one. */
    REBUILD(
            "INPLACE",
            "NONE",
            "reads and writes go on while the table is rebuilt, and wait for a moment at the start and at the end"),
    REBUILD_SHARED("INPLACE", "SHARED", "reads go on, and writes wait while the table is rebuilt"),
    /** MariaDB 11.2 and later: what is written meanwhile is caught up with. */
    COPY_ONLINE(
            "COPY",
            "NONE",
            "reads and writes go on while the table is copied row by row, and wait for a moment at the end"),
    COPY("COPY", "SHARED", "reads go on, and writes wait while the table is copied row by row"),
    /** Not a definition that could run beside others. */
    EXCLUSIVE("DEFAULT", "EXCLUSIVE", "reads and writes wait");

    private final String algorithm;
    private final String lock;
    private final String meaning;

    Way(String algorithm, String lock, String meaning) {
        this.algorithm = algorithm;
        this.lock = lock;
        this.meaning = meaning;
    }

    String algorithm() {
        return algorithm;
    }

    String lock() {
        return lock;
    }

    /** As a plan names it. */
    String mode() {
        return this == EXCLUSIVE ? "EXCLUSIVE" : "ALGORITHM=" + algorithm + ", LOCK=" + lock;
    }

    String meaning() {
        return meaning;
    }

    /** Whether the table is written anew while writes go on. */
    boolean rebuildsOnline() {
        return this == REBUILD || this == COPY_ONLINE;
    }
}
