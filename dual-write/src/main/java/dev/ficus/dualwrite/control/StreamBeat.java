package dev.ficus.dualwrite.control;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * A beat that travels through a stream: once the checkpoint in the target carries it, everything that was committed on
 * the source before it was sent has been applied.
 */
public final class StreamBeat {
    private static final Duration GAP = Duration.ofMillis(5);

    private StreamBeat() {}

    /**
     * Sends a beat on the source, waits until it is applied, and returns how long that took. Both connections are in
     * auto-commit mode.
     *
     * @throws FicusException STREAM_NOT_RUNNING where the checkpoint did not move in that time; TIMED_OUT where it moved
     *     and the stream is further behind
     */
    public static Duration travel(
            Connection source, Connection target, String domain, Direction direction, Patience patience)
            throws SQLException {
        long began = System.nanoTime();
        String before = place(target, domain, direction);
        long beat = Beats.send(source, domain);
        while (!applied(target, domain, direction, beat)) {
            if (patience.over()) {
                throw late(domain, direction, patience, before.equals(place(target, domain, direction)));
            }
            patience.nap(GAP);
        }
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** Whether the stream has applied that beat of its source. */
    public static boolean applied(Connection target, String domain, Direction direction, long beat)
            throws SQLException {
        return Checkpoints.read(target, domain, direction)
                .filter(checkpoint -> checkpoint.beat() >= beat)
                .isPresent();
    }

    private static String place(Connection target, String domain, Direction direction) throws SQLException {
        Optional<Checkpoint> checkpoint = Checkpoints.read(target, domain, direction);
        return checkpoint.map(at -> at.epoch() + " " + at.position().text()).orElse("");
    }

    private static FicusException late(String domain, Direction direction, Patience patience, boolean stands) {
        String where = "domain " + domain + ", " + direction.word() + " stream";
        if (stands) {
            return new FicusException(
                    ErrorCode.STREAM_NOT_RUNNING,
                    "the stream has applied nothing for " + patience.timeout().toMillis() + " ms",
                    where,
                    "start it in another terminal: ficus sync " + domain);
        }
        return new FicusException(
                ErrorCode.TIMED_OUT,
                "the stream is more than " + patience.timeout().toMillis() + " ms behind",
                where,
                "wait until it has caught up (ficus status), then run the command again");
    }
}
