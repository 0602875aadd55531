package dev.ficus.dualwrite.backfill;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.dualwrite.control.Strangler;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * Lets a backfill go on by itself after a connection was lost or a server was away: it is resumed as a new run would be.
 * The time between two attempts doubles up to half a minute. Used by one thread.
 */
final class Attempts {
    private static final Set<ErrorCode> PASSING =
            EnumSet.of(ErrorCode.CONNECTION_LOST, ErrorCode.CANNOT_CONNECT, ErrorCode.SERVER_BUSY);
    private static final Duration FIRST_WAIT = Duration.ofMillis(500);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    /** An attempt that lasted so long got on: patience begins anew. */
    private static final Duration WORKED = Duration.ofMinutes(1);

    private static final long NAP_MILLIS = 50;

    private final Strangler strangler;
    private final String domain;
    private final Duration patience;
    private Duration wait = FIRST_WAIT;
    private Duration waited = Duration.ZERO;
    private boolean begun;
    private long beganAt = System.nanoTime();
    private final CopyErrors errors = new CopyErrors();

    Attempts(Strangler strangler, String domain, Duration patience) {
        this.strangler = strangler;
        this.domain = domain;
        this.patience = patience;
    }

    /** The copy has begun: what fails from now on is resumed. */
    void begun() {
        begun = true;
        beganAt = System.nanoTime();
    }

    /** Whether an earlier attempt of this run had begun. */
    boolean resumes() {
        return begun;
    }

    /** What failed in all attempts of this run. */
    CopyErrors errors() {
        return errors;
    }

    /** Waits and returns where another attempt makes sense; else throws what was given. */
    void again(FicusException e) {
        // The server may need a while to notice that the session which held the lock is gone.
        if (begun && System.nanoTime() - beganAt > WORKED.toNanos()) {
            wait = FIRST_WAIT;
            waited = Duration.ZERO;
        }
        boolean passes = PASSING.contains(e.code()) || e.code() == ErrorCode.LOCK_HELD;
        if (!begun || !passes || waited.compareTo(patience) >= 0) {
            throw e;
        }
        strangler
                .progress()
                .warning(
                        domain,
                        "waiting: " + e.problem().what() + "; trying again in " + wait.toMillis() / 1000.0 + " s");
        nap(wait);
        waited = waited.plus(wait);
        Duration twice = wait.multipliedBy(2);
        wait = twice.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : twice;
    }

    private void nap(Duration length) {
        long end = System.nanoTime() + length.toNanos();
        while (System.nanoTime() < end) {
            if (strangler.stop().requested()) {
                throw CopyRun.stopped(domain);
            }
            try {
                Thread.sleep(NAP_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw CopyRun.stopped(domain);
            }
        }
    }
}
