package dev.ficus.migrations.mongo;

import dev.ficus.core.history.HistoryEntry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A change as Mongock's collection has it.
 *
 * @param execution Mongock's id of the run that recorded it
 * @param file our file, or the class of a change unit
 * @param checksum our SHA-256; empty for a change unit
 * @param steps a hash for each step as it ran; empty where Mongock ran it
 * @param tag the name that {@code ficus migrate tag} gave it
 */
record RecordedChange(
        MongoChange.ChangeKey key,
        String execution,
        String file,
        Optional<String> checksum,
        List<String> steps,
        Instant ranAt,
        OptionalLong millis,
        Optional<String> ranBy,
        Optional<String> toolVersion,
        Optional<String> tag) {

    HistoryEntry entry() {
        return new HistoryEntry(key.id(), key.author(), file, ranAt, millis, ranBy, checksum, toolVersion, tag);
    }
}
