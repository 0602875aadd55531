package dev.ficus.migrations.sql;

import dev.ficus.core.history.ChangeReference;
import dev.ficus.core.history.ChangeText;
import dev.ficus.core.history.MigrationPlan.Direction;
import java.util.Optional;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;

/**
 * One change as its file has it.
 *
 * @param key its identity in the record
 * @param text what its checksum is made of, as {@link dev.ficus.core.history.ChangeText} normalises it
 * @param plain true for a plain SQL file, which is one change
 * @param body how to run it
 */
record SqlChange(ChangeKey key, String text, boolean plain, Body body) {
    private static final int LONGEST_SCRIPT = 65_536;

    /** How to run a change. Liquibase is not loaded before one of these methods is called on a plain file. */
    interface Body {
        ChangeSet changeSet();

        DatabaseChangeLog changeLog();

        /** Runs again on every {@code up} (Liquibase: runAlways). */
        boolean always();

        /** Runs again when its text changes (Liquibase: runOnChange). */
        boolean onChange();

        /** Whether the statements of this direction and the record commit together on a server that can do so. */
        boolean transactional(Direction direction);

        /** False where the change is meant for another kind of database (Liquibase: dbms, ignore). */
        boolean meantFor(String liquibaseName);
    }

    /** SHA-256 of its text. */
    String checksum() {
        return ChangeText.sha256(text);
    }

    /** The text that the record keeps, to show later what was edited; empty where it is too long. */
    Optional<String> script() {
        return text.length() <= LONGEST_SCRIPT ? Optional.of(text) : Optional.empty();
    }

    /** Whether this is what a user means by {@code text}. */
    boolean isNamed(String text) {
        return new ChangeReference(text).names(key.id(), key.file());
    }

    String id() {
        return key.id();
    }
}
