package dev.ficus.core.history;

import java.time.Duration;
import java.util.Optional;

/**
 * How to run {@link MigrationHistory#baseline}.
 *
 * @param from the tool whose record says what ran; empty: the user says it
 * @param to the last change to record; empty records all files (or, with {@code from}, all that ran there)
 * @param lockTimeout how long to wait for another run on the same history
 */
public record BaselineOptions(Optional<OtherTool> from, Optional<ChangeReference> to, Duration lockTimeout) {

    /** A tool whose history can be taken over. */
    public enum OtherTool {
        /** {@code flyway_schema_history}. */
        FLYWAY,
        /** {@code DATABASECHANGELOG}. */
        LIQUIBASE,
        /** {@code _prisma_migrations}. */
        PRISMA,
        /** The collection {@code changelog}. */
        MIGRATE_MONGO
    }
}
