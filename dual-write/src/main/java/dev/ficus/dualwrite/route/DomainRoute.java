package dev.ficus.dualwrite.route;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.dualwrite.control.DomainState;
import dev.ficus.dualwrite.control.Owner;
import dev.ficus.dualwrite.control.Patience;
import dev.ficus.dualwrite.control.Phase;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Runs the transactions of one domain on the side that its phase names. Thread-safe.
 *
 * <p>A phase that changes meanwhile does no harm: the side that lost the domain is fenced and refuses the write, which is
 * then rolled back, and run again on the new owner.
 *
 * <p>MySQL's fence refuses rows, not statements: an UPDATE or DELETE that finds no row there is not refused. So for as long
 * as an old phase is trusted ({@link RouteOptions#refresh}) after a cutover, such a statement may say 0 rows of a row that
 * another caller has just inserted on PostgreSQL. An application that must know treats 0 rows as a reason to try again.
 *
 * <p>Exceptions of the work pass through unchanged after a rollback.
 */
public final class DomainRoute {
    private static final Duration FIRST_GAP = Duration.ofMillis(5);
    private static final Duration LONGEST_GAP = Duration.ofMillis(100);

    private final String domain;
    private final Sides sides;
    private final RouteOptions options;
    private final PhaseCache phases;

    DomainRoute(String domain, Sides sides, RouteOptions options, PhaseCache phases) {
        this.domain = domain;
        this.sides = sides;
        this.options = options;
        this.phases = phases;
    }

    /**
     * Runs a transaction that writes, on the owner.
     *
     * @throws FicusException WRITE_OUTCOME_UNKNOWN where the connection broke during COMMIT: the write may or may not be
     *     there, and is never repeated by route; TIMED_OUT where a fence refused it for {@link RouteOptions#patience}
     * @throws SQLException of the work, or of opening a connection
     */
    public <T extends @Nullable Object> T write(SqlWork<T> work) throws SQLException {
        return writeRouted(work).value();
    }

    /** As {@link #write}, and tells where it ran. */
    public <T extends @Nullable Object> Routed<T> writeRouted(SqlWork<T> work) throws SQLException {
        Patience patience = Patience.of(options.patience());
        Duration gap = FIRST_GAP;
        DomainState state = phases.state();
        while (true) {
            try {
                return run(state, state.phase().owner(), work);
            } catch (FencedOff e) {
                DomainState before = state;
                state = phases.refresh();
                if (before.equals(state)) {
                    waitForCutover(patience, gap, e);
                    gap = longer(gap);
                }
            }
        }
    }

    /** Runs a transaction that reads for a new feature: on PostgreSQL from phase dual-write on. */
    public <T extends @Nullable Object> T read(SqlWork<T> work) throws SQLException {
        DomainState state = phases.state();
        return runRead(state, state.phase().owner(), work);
    }

    /** Runs a transaction that reads for a legacy feature: on MySQL until phase postgres. */
    public <T extends @Nullable Object> T legacyRead(SqlWork<T> work) throws SQLException {
        DomainState state = phases.state();
        return runRead(state, legacySide(state.phase()), work);
    }

    /**
     * Waits until legacy reads see everything that was committed before this call: in phase dual-write, where MySQL
     * follows PostgreSQL, it sends a beat through the reverse stream. Elsewhere legacy reads go to the owner, and it
     * returns at once. The application's users need to write {@code ficus.beat} in PostgreSQL, and to read
     * {@code ficus.checkpoint} in MySQL.
     *
     * @throws FicusException TIMED_OUT where the stream is further behind than that
     */
    public void awaitApplied(Duration timeout) throws SQLException {
        DomainState state = phases.state();
        if (legacySide(state.phase()) != state.phase().owner()) {
            new Freshness(domain, sides).await(Patience.of(timeout));
        }
    }

    private static Owner legacySide(Phase phase) {
        return phase.compareTo(Phase.POSTGRES) < 0 ? Owner.MYSQL : Owner.POSTGRES;
    }

    private <T extends @Nullable Object> T runRead(DomainState state, Owner side, SqlWork<T> work) throws SQLException {
        try {
            return run(state, side, work).value();
        } catch (FencedOff e) {
            throw new FicusException(
                    ErrorCode.USAGE_INVALID,
                    "a transaction that was routed as a read has written",
                    "domain " + domain,
                    "route it with DomainRoute.write",
                    e.refusal());
        }
    }

    private <T extends @Nullable Object> Routed<T> run(DomainState state, Owner side, SqlWork<T> work)
            throws SQLException, FencedOff {
        T value = new RoutedTransaction(domain, side).run(sides, work);
        return new Routed<>(value, side, state.phase(), state.epoch());
    }

    private void waitForCutover(Patience patience, Duration gap, FencedOff e) {
        if (patience.over()) {
            throw new FicusException(
                    ErrorCode.TIMED_OUT,
                    "the write was refused for " + options.patience().toMillis() + " ms: "
                            + e.refusal().getMessage(),
                    "domain " + domain,
                    "look at the cutover with: ficus cutover status " + domain,
                    e.refusal());
        }
        patience.nap(gap);
    }

    private static Duration longer(Duration gap) {
        Duration doubled = gap.multipliedBy(2);
        return doubled.compareTo(LONGEST_GAP) < 0 ? doubled : LONGEST_GAP;
    }
}
