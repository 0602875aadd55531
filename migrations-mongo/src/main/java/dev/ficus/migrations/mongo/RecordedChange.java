package dev.ficus.migrations.mongo;

import dev.ficus.core.history.HistoryEntry;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A change as Mongock's collection has it.
 *
 * @param file our file, or the class of an application's own change unit
 * @param checksum our SHA-256; empty where Mongock itself recorded the change
 */
record RecordedChange(
        MongoChange.ChangeKey key,
        String file,
        Optional<String> checksum,
        Instant ranAt,
        OptionalLong millis,
        Optional<String> ranBy,
        Optional<String> toolVersion) {

    HistoryEntry entry() {
        return new HistoryEntry(
                key.id(), key.author(), file, ranAt, millis, ranBy, checksum, toolVersion, Optional.empty());
    }
}
