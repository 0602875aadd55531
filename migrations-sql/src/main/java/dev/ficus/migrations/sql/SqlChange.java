package dev.ficus.migrations.sql;

import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;

/**
 * One change as its file has it.
 *
 * @param key its identity in the record
 * @param checksum SHA-256 of its text
 * @param plain true for a plain SQL file, which is one change
 * @param body how to run it
 */
record SqlChange(ChangeKey key, String checksum, boolean plain, Body body) {

    /** How to run a change. Liquibase is not loaded before one of these methods is called on a plain file. */
    interface Body {
        ChangeSet changeSet();

        DatabaseChangeLog changeLog();

        /** Runs again on every {@code up} (Liquibase: runAlways). */
        boolean always();

        /** Runs again when its text changes (Liquibase: runOnChange). */
        boolean onChange();

        /** False where the change is meant for another kind of database (Liquibase: dbms, ignore). */
        boolean meantFor(String liquibaseName);
    }

    String id() {
        return key.id();
    }
}
