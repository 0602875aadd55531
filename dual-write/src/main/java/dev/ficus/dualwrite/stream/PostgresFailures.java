package dev.ficus.dualwrite.stream;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.jdbc.SqlFailures;
import dev.ficus.dualwrite.control.Position;
import java.sql.SQLException;
import java.util.Set;

/** Says what a failure of the replication connection means and what to do. */
final class PostgresFailures {
    /** undefined_object: no such slot or publication; object_not_in_prerequisite_state: the slot was invalidated. */
    private static final Set<String> SLOT_LOST = Set.of("42704", "55000");

    private final String domain;
    private final String slot;

    PostgresFailures(String domain, String slot) {
        this.domain = domain;
        this.slot = slot;
    }

    FicusException of(Throwable cause, Position at) {
        if (cause instanceof FicusException known) {
            return known;
        }
        String where = "PostgreSQL, slot " + slot + " at " + at.text();
        if (cause instanceof SQLException e) {
            return SLOT_LOST.contains(String.valueOf(e.getSQLState()))
                    ? lost(e, where)
                    : SqlFailures.onStatement(
                            e,
                            where,
                            ErrorCode.CONNECTION_LOST,
                            "check the server; the stream goes on at its checkpoint when it is started again");
        }
        return new FicusException(
                ErrorCode.INTERNAL,
                "the replication could not be read: " + cause,
                where,
                "report it with the log; the stream has applied nothing wrong and can be started again",
                cause);
    }

    private FicusException lost(SQLException e, String where) {
        return new FicusException(
                ErrorCode.STREAM_POSITION_LOST,
                "the server no longer has the log that MySQL has not seen: " + SqlFailures.firstLine(e),
                where,
                "MySQL cannot follow any more: give up the way back with: ficus cutover finish " + domain,
                e);
    }
}
