package dev.ficus.migrations.sql;

import dev.ficus.core.history.HistoryEntry;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A change as the database has it.
 *
 * @param checksum our SHA-256; empty where another tool recorded the change
 * @param md5 Liquibase's own checksum, such as {@code 9:0a1b...}
 * @param tag the name that a user gave to the point in the history right after this change
 */
record RecordedChange(
        ChangeKey key,
        Optional<String> checksum,
        Optional<String> md5,
        Instant ranAt,
        OptionalLong millis,
        Optional<String> ranBy,
        Optional<String> toolVersion,
        Optional<String> tag) {

    HistoryEntry entry() {
        return new HistoryEntry(key.id(), key.author(), key.file(), ranAt, millis, ranBy, checksum, toolVersion, tag);
    }
}
