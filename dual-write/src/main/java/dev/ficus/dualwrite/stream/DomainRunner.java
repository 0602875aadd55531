package dev.ficus.dualwrite.stream;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.progress.ProgressEvent;
import dev.ficus.core.settings.DomainSettings;
import dev.ficus.dualwrite.control.Checkpoint;
import dev.ficus.dualwrite.control.Control;
import dev.ficus.dualwrite.control.ControlFailures;
import dev.ficus.dualwrite.control.Direction;
import dev.ficus.dualwrite.control.Strangler;
import dev.ficus.dualwrite.stream.SyncReport.DomainSync;
import dev.ficus.dualwrite.table.MysqlCatalog;
import dev.ficus.dualwrite.table.PostgresCatalog;
import dev.ficus.dualwrite.table.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jdbi.v3.core.JdbiException;

/**
 * Keeps the stream of one domain going: looks which direction the phase asks for, runs it, and looks again. What passes
 * by itself (a lost connection, a busy server, a change of phase) begins a new session at the checkpoint; anything else
 * stops the domain.
 */
final class DomainRunner implements Callable<DomainSync> {
    private static final Duration STEP = Duration.ofMillis(50);
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration STALE = Duration.ofSeconds(3);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration LOCK_PATIENCE = Duration.ofSeconds(3);
    private static final Set<ErrorCode> PASSING = EnumSet.of(
            ErrorCode.CONNECTION_LOST,
            ErrorCode.CANNOT_CONNECT,
            ErrorCode.SERVER_BUSY,
            ErrorCode.TIMED_OUT,
            ErrorCode.SPILL_FAILED);

    private final Strangler strangler;
    private final DomainSettings domain;
    private final SyncOptions options;
    private final DomainRecovery recovery;
    private final Safeties safeties;

    private long changingSince;
    private long changes;
    private long echoes;
    private boolean caughtUp;
    private long lockHeldSince;
    private String lastState = "";

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
    }

    @Override
    public DomainSync call() {
        while (!ended()) {
            try {
                followPhase();
            } catch (JdbiException e) {
                FicusException lost = ControlFailures.translate(
                        e, "domain " + domain.name(), ErrorCode.CONNECTION_LOST, "check PostgreSQL");
                tell("waiting: " + lost.problem().what());
                pause(RETRY);
            } catch (FicusException e) {
                if (e.code() == ErrorCode.STREAM_SUPERSEDED || e.code() == ErrorCode.PHASE_CHANGED) {
                    pause(LOOK);
                } else if (PASSING.contains(e.code())) {
                    tell("waiting: " + e.problem().what());
                    pause(RETRY);
                } else {
                    strangler
                            .progress()
                            .warning(domain.name(), "stopped: " + e.problem().what());
                    return new DomainSync(domain.name(), changes, echoes, Optional.of(e));
                }
            }
        }
        return new DomainSync(domain.name(), changes, echoes, Optional.empty());
    }

    private void followPhase() {
        try (Control control = Control.open(strangler.postgres())) {
            while (!ended()) {
                recovery.recover(domain.name());
                Optional<Direction> direction = control.domain(domain.name()).phase().stream();
                if (direction.isEmpty()) {
                    caughtUp = options.untilCaughtUp();
                    tell("no stream in phase "
                            + control.domain(domain.name()).phase().word());
                    pause(LOOK);
                } else {
                    runStream(control, direction.get());
                }
            }
        }
    }

    private void runStream(Control control, Direction direction) {
        Optional<StreamSession> opened = StreamSession.open(strangler, domain, tables(control), direction, safeties);
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
                session.step(STEP);
                Checkpoint now = session.checkpoint();
                count(before, now);
                before = now;
                caughtUp = options.untilCaughtUp() && now.beat() >= wanted;
                if (System.nanoTime() - look > LOOK.toNanos()) {
                    look = System.nanoTime();
                    heart.beatWhenDue();
                    report(direction, now);
                    recoverWhenStale(control);
                    if (!control.domain(domain.name()).phase().stream().equals(Optional.of(direction))) {
                        return;
                    }
                }
            }
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
        tell("standby: another process runs the " + direction.word() + " stream");
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

    private void count(Checkpoint before, Checkpoint now) {
        changes += now.changes() - before.changes();
        echoes += now.echoes() - before.echoes();
    }

    private void report(Direction direction, Checkpoint now) {
        String lag = now.sourceAt()
                .map(at -> Duration.between(at, now.appliedAt()).toMillis())
                .map(millis -> ", lag " + Math.max(0, millis) + " ms")
                .orElse("");
        strangler
                .progress()
                .on(new ProgressEvent.Count(
                        domain.name(), changes, OptionalLong.empty(), "changes", direction.word() + " stream" + lag));
    }

    private void tell(String state) {
        if (!state.equals(lastState)) {
            lastState = state;
            strangler.progress().step(domain.name(), state);
        }
    }

    private static void pause(Duration duration) {
        LockSupport.parkNanos(duration.toNanos());
    }
}
