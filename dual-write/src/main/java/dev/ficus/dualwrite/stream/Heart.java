package dev.ficus.dualwrite.stream;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.jdbc.SqlFailures;
import dev.ficus.dualwrite.control.Beats;
import dev.ficus.dualwrite.control.Direction;
import dev.ficus.dualwrite.control.Position;
import dev.ficus.dualwrite.control.Strangler;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Sends beats on the source of a stream, so that its checkpoint moves and its lag is known on an idle server too. */
final class Heart implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final Connection connection;
    private final Backlog backlog;
    private final String domain;
    private final Direction direction;
    private long last;

    Heart(Strangler strangler, String domain, Direction direction) {
        this.connection = direction == Direction.FORWARD
                ? strangler.mysql().open()
                : strangler.postgres().open();
        this.backlog = new Backlog(connection);
        this.domain = domain;
        this.direction = direction;
    }

    /** Sends a beat now and returns its number. */
    long beat() {
        try {
            last = System.nanoTime();
            return Beats.send(connection, domain);
        } catch (SQLException e) {
            throw lost(e);
        }
    }

    /**
     * Sends a beat where it is time for one, and tells how far the source was ahead just before.
     *
     * @param applied where the target is
     * @return empty where it was not time; in it, nothing where the backlog is not known
     */
    Optional<OptionalLong> beatWhenDue(Position applied) {
        if (System.nanoTime() - last < INTERVAL.toNanos()) {
            return Optional.empty();
        }
        OptionalLong ahead = backlog.behind(applied);
        beat();
        return Optional.of(ahead);
    }

    /** What keeps the source from sending all its changes: on PostgreSQL, a publication that was changed. */
    Optional<FicusException> unsent() {
        if (direction == Direction.FORWARD) {
            return Optional.empty();
        }
        try {
            return PublicationState.problem(connection, domain)
                    .map(problem -> new FicusException(List.of(problem), null));
        } catch (SQLException e) {
            throw lost(e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw lost(e);
        }
    }

    private RuntimeException lost(SQLException e) {
        return SqlFailures.onStatement(
                e, "domain " + domain + ", heartbeat", ErrorCode.CONNECTION_LOST, "check the server");
    }
}
