package dev.ficus.dualwrite.stream;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import java.util.EnumSet;
import java.util.Set;

/** The one list of what a stream that runs for months does about a failure. */
enum Retries {
    /** The domain has moved on: look at once where it stands. */
    AT_ONCE,
    /** Passes by itself, such as a server that restarts: try again, after longer and longer pauses. */
    WITH_BACKOFF,
    /** The tables differ: wait until both sides have the same again. */
    WHEN_TABLES_AGREE,
    /** Somebody has to act: the domain's stream ends. */
    NEVER;

    private static final Set<ErrorCode> MOVED = EnumSet.of(ErrorCode.STREAM_SUPERSEDED, ErrorCode.PHASE_CHANGED);
    private static final Set<ErrorCode> PASSING = EnumSet.of(
            ErrorCode.CONNECTION_LOST,
            ErrorCode.CANNOT_CONNECT,
            ErrorCode.SERVER_BUSY,
            ErrorCode.TIMED_OUT,
            ErrorCode.SPILL_FAILED);
    private static final Set<ErrorCode> STRUCTURE = EnumSet.of(
            ErrorCode.STREAM_STOPPED_BY_DDL,
            ErrorCode.TABLE_MISSING,
            ErrorCode.TABLE_MISMATCH,
            ErrorCode.TABLE_WITHOUT_KEY,
            ErrorCode.TYPE_UNSUPPORTED);

    /** @param ends whether the run is to end by itself: it does not wait for a person */
    static Retries of(FicusException failure, boolean ends) {
        ErrorCode code = failure.code();
        if (MOVED.contains(code)) {
            return AT_ONCE;
        }
        if (PASSING.contains(code)) {
            return WITH_BACKOFF;
        }
        return STRUCTURE.contains(code) && !ends ? WHEN_TABLES_AGREE : NEVER;
    }
}
