package dev.ficus.dualwrite.stream;

import dev.ficus.core.error.FicusException;
import dev.ficus.dualwrite.control.Position;
import java.time.Duration;
import java.util.Optional;

/**
 * Reads the log of one side for one domain and delivers its transactions in commit order, each exactly once while the
 * connection lives. It never reconnects by itself and never goes on after an error: the runner starts it again at the
 * checkpoint. Used by one thread at a time.
 *
 * <p>{@code poll} throws {@link FicusException}: STREAM_STOPPED_BY_DDL before the first change that
 * follows a change of a tracked table's structure, STREAM_POSITION_LOST where the server no longer has the log,
 * VALUE_NOT_CONVERTIBLE with table, key and column, CONNECTION_LOST.
 */
public interface Capture extends AutoCloseable {

    /**
     * The next transaction that changes a table of the domain, carries its beat, or carries the opposite stream's mark;
     * empty when none came in time. A failure is thrown after everything that came before it, and only by a poll that may
     * wait: one with a timeout of zero takes what is there, so that a batch that is being gathered is not lost.
     */
    Optional<SourceTransaction> poll(Duration timeout);

    /**
     * Where the statement ends at which {@code poll} stopped with STREAM_STOPPED_BY_DDL, if the stream may go on behind it
     * once the tables agree; empty for any other end.
     */
    default Optional<Position> behindStatement() {
        return Optional.empty();
    }

    /** How far the log has been read: at least the position of the last transaction delivered. */
    Position position();

    /** Tells the source that everything before this position is durable in the target, so that it may drop its log. */
    void confirm(Position position);

    /** Ends the connection; safe to call from another thread, whose {@code poll} then fails or returns. */
    @Override
    void close();
}
