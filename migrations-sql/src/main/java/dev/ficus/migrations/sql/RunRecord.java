package dev.ficus.migrations.sql;

import dev.ficus.core.history.RanBy;
import dev.ficus.core.history.ToolVersion;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is recorded of the run of a change, besides the change itself.
 *
 * @param at when it ran; empty means now
 * @param millis how long it took, where that is known
 * @param by user and host, where they are known
 * @param tool what ran it, and where Ficus did not, what Ficus knows that from
 */
record RunRecord(Optional<Instant> at, OptionalLong millis, Optional<String> by, String tool) {

    /** A run of Ficus that ended now. */
    static RunRecord now(long millis) {
        return new RunRecord(
                Optional.empty(), OptionalLong.of(millis), Optional.of(RanBy.current()), ToolVersion.current());
    }

    /** Nothing ran: a user said that the change is applied. */
    static RunRecord said(String how) {
        return new RunRecord(
                Optional.empty(),
                OptionalLong.empty(),
                Optional.of(RanBy.current()),
                ToolVersion.current() + ", " + how);
    }
}
