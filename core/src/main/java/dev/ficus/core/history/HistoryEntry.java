package dev.ficus.core.history;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One change as it ran.
 *
 * @param checksum SHA-256 in hex of the normalised text; empty where another tool recorded the change
 * @param millis how long it took, where that is known
 * @param ranBy user and host, such as {@code ana@build-7}, where that is known
 * @param toolVersion the version of Ficus, or of the other tool, that ran it; empty where that is not known
 * @param tag the name that {@link MigrationHistory#tag} gave to it
 */
public record HistoryEntry(
        String id,
        String author,
        String file,
        Instant ranAt,
        OptionalLong millis,
        Optional<String> ranBy,
        Optional<String> checksum,
        Optional<String> toolVersion,
        Optional<String> tag) {}
