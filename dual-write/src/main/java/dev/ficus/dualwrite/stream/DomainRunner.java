package dev.ficus.dualwrite.stream;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.settings.DomainSettings;
import dev.ficus.dualwrite.control.Checkpoint;
import dev.ficus.dualwrite.control.Control;
import dev.ficus.dualwrite.control.Direction;
import dev.ficus.dualwrite.control.DomainState;
import dev.ficus.dualwrite.control.Strangler;
import dev.ficus.dualwrite.stream.StreamStatus.State;
import dev.ficus.dualwrite.stream.SyncReport.DomainSync;
import dev.ficus.dualwrite.table.MysqlCatalog;
import dev.ficus.dualwrite.table.PostgresCatalog;
import dev.ficus.dualwrite.table.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the stream of one domain going: looks which direction the phase asks for, runs it, and looks again. What passes
 * by itself (a lost connection, a busy server, a change of phase) begins a new session at the checkpoint; anything else
 * stops the domain.
 */
final class DomainRunner implements Callable<DomainSync> {
    private static final Logger LOG = LoggerFactory.getLogger(DomainRunner.class);
    private static final Duration STEP = Duration.ofMillis(50);
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration STALE = Duration.ofSeconds(3);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration LOCK_PATIENCE = Duration.ofSeconds(3);
    private final Strangler strangler;
    private final DomainSettings domain;
    private final SyncOptions options;
    private final DomainRecovery recovery;
    private final Safeties safeties;

    private final DomainStatus status;
    private final Backoff backoff =
            new Backoff(() -> ThreadLocalRandom.current().nextDouble());

    private long changingSince;
    private boolean caughtUp;
    private long lockHeldSince;
    /** Where a change of structure stopped the stream, if it may go on behind it. */
    private Optional<StructureStop> structureStop = Optional.empty();

    DomainRunner(
            Strangler strangler,
            DomainSettings domain,
            SyncOptions options,
            DomainRecovery recovery,
            Safeties safeties) {
        this.strangler = strangler;
        this.domain = domain;
        this.options = options;
        this.recovery = recovery;
        this.safeties = safeties;
        this.status = new DomainStatus(strangler, domain.name(), options.listener());
    }

    @Override
    public DomainSync call() {
        while (!ended()) {
            Optional<FicusException> last = turn();
            if (last.isPresent()) {
                return failed(last.get());
            }
        }
        status.ended();
        return new DomainSync(domain.name(), status.changes(), status.echoes(), Optional.empty());
    }

    /** Runs until something fails; what it returns ends the domain. Nothing is thrown, as other domains run beside it. */
    private Optional<FicusException> turn() {
        try {
            followPhase();
            return Optional.empty();
        } catch (RuntimeException | Error e) {
            return handled(DomainFailure.of(e, domain.name()));
        }
    }

    private DomainSync failed(FicusException failure) {
        status.failed(failure);
        return new DomainSync(domain.name(), status.changes(), status.echoes(), Optional.of(failure));
    }

    /** Waits as the failure asks for; what it returns ends the domain. */
    private Optional<FicusException> handled(FicusException failure) {
        switch (Retries.of(failure, options.untilCaughtUp())) {
            case AT_ONCE -> pause(LOOK);
            case WITH_BACKOFF -> {
                status.waiting(failure);
                pause(backoff.next());
            }
            case WHEN_TABLES_AGREE -> {
                return waitForTables(failure);
            }
            case NEVER -> {
                return Optional.of(failure);
            }
        }
        return Optional.empty();
    }

    /** The first look comes at once: many changes, such as a new index, leave tables that agree. */
    private Optional<FicusException> waitForTables(FicusException failure) {
        Optional<StructureStop> stop = structureStop;
        structureStop = Optional.empty();
        try {
            if (stop.isPresent() && stop.get().pass(strangler, domain, safeties)) {
                backoff.reset();
                strangler
                        .progress()
                        .warning(
                                domain.name(),
                                "went on behind a change of structure, as both sides have the same tables: "
                                        + failure.problem().what() + "; compare them: ficus verify " + domain.name());
                return Optional.empty();
            }
        } catch (RuntimeException | Error e) {
            FicusException other = DomainFailure.of(e, domain.name());
            Retries then = Retries.of(other, false);
            if (then == Retries.NEVER) {
                return Optional.of(other);
            }
            if (then == Retries.WITH_BACKOFF) {
                return handled(other);
            }
        }
        status.stopped(failure);
        pause(backoff.next());
        return Optional.empty();
    }

    private void followPhase() {
        try (Control control = Control.open(strangler.postgres())) {
            while (!ended()) {
                recovery.recover(domain.name());
                DomainState state = state(control);
                Optional<Direction> direction = state.phase().stream();
                if (direction.isEmpty()) {
                    caughtUp = options.untilCaughtUp();
                    status.quiet(
                            State.IDLE,
                            Optional.empty(),
                            "no stream in phase " + state.phase().word());
                    pause(LOOK);
                } else {
                    runWhileAsked(control, direction.get(), state.epoch());
                }
            }
        }
    }

    /** A change of phase takes slot and fence away under the stream that it ends: such a failure is none. */
    private void runWhileAsked(Control control, Direction direction, long epoch) {
        try {
            runStream(control, direction);
        } catch (FicusException e) {
            if (isStillIn(epoch, control, e)) {
                throw e;
            }
            LOG.info("the {} stream of {} ended with its phase, by a failure", direction.word(), domain.name(), e);
        }
    }

    private boolean isStillIn(long epoch, Control control, FicusException failure) {
        try {
            return control.domain(domain.name()).epoch() == epoch;
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
            return true;
        }
    }

    private void runStream(Control control, Direction direction) {
        Optional<StreamSession> opened =
                StreamSession.open(strangler, domain, tables(control), direction, options.truncates(), safeties);
        if (opened.isEmpty()) {
            standBy(direction);
            return;
        }
        lockHeldSince = 0;
        try (StreamSession session = opened.get();
                Heart heart = new Heart(strangler, domain.name(), direction)) {
            Checkpoint before = session.checkpoint();
            long wanted = heart.beat();
            long look = System.nanoTime();
            while (!ended()) {
                step(session);
                Checkpoint now = session.checkpoint();
                status.applied(before, now);
                before = now;
                caughtUp = options.untilCaughtUp() && now.beat() >= wanted;
                if (System.nanoTime() - look > LOOK.toNanos()) {
                    look = System.nanoTime();
                    Optional<OptionalLong> beaten = heart.beatWhenDue(now.position());
                    beaten.ifPresent(status::backlog);
                    Optional<FicusException> unsent = beaten.isPresent() ? heart.unsent() : Optional.empty();
                    status.running(direction);
                    backoff.reset();
                    recoverWhenStale(control);
                    if (!state(control).phase().stream().equals(Optional.of(direction))) {
                        return;
                    }
                    if (unsent.isPresent()) {
                        throw unsent.get();
                    }
                }
            }
        }
    }

    private DomainState state(Control control) {
        DomainState state = control.domain(domain.name());
        status.phase(state.phase());
        return state;
    }

    private void step(StreamSession session) {
        try {
            if (session.step(STEP)) {
                status.batch(session.lastBatch());
            }
        } catch (FicusException e) {
            structureStop = session.structureStop();
            throw e;
        }
    }

    /** A change of phase takes a moment; one that stays unfinished may have lost its process. */
    private void recoverWhenStale(Control control) {
        if (!control.changing(domain.name())) {
            changingSince = 0;
        } else if (changingSince == 0) {
            changingSince = System.nanoTime();
        } else if (System.nanoTime() - changingSince > STALE.toNanos()) {
            changingSince = 0;
            recovery.recover(domain.name());
        }
    }

    /** A server needs a moment to notice that the process which held the lock has died. */
    private void standBy(Direction direction) {
        if (lockHeldSince == 0) {
            lockHeldSince = System.nanoTime();
        }
        if (!options.standby() && System.nanoTime() - lockHeldSince < LOCK_PATIENCE.toNanos()) {
            pause(LOOK);
            return;
        }
        if (!options.standby()) {
            throw new FicusException(
                    ErrorCode.LOCK_HELD,
                    "another process runs the " + direction.word() + " stream",
                    "domain " + domain.name(),
                    "stop the other one first, or wait to take over from it: ficus sync " + domain.name()
                            + " --standby");
        }
        status.quiet(
                State.STANDBY,
                Optional.of(direction),
                "standby: another process runs the " + direction.word() + " stream");
        pause(RETRY);
    }

    private List<Table> tables(Control control) {
        try (Connection mysql = strangler.mysql().open()) {
            return PostgresCatalog.resolve(control.handle().getConnection(), MysqlCatalog.tables(mysql, domain));
        } catch (SQLException e) {
            throw new FicusException(
                    ErrorCode.CONNECTION_LOST,
                    "the connection broke",
                    "domain " + domain.name(),
                    "check both servers",
                    e);
        }
    }

    private boolean ended() {
        return caughtUp || strangler.stop().requested();
    }

    private void pause(Duration duration) {
        strangler.stop().await(duration);
    }
}
