package dev.ficus.dualwrite.stream;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.progress.ProgressEvent;
import dev.ficus.core.progress.ProgressEvent.Halt.Reason;
import dev.ficus.dualwrite.control.Checkpoint;
import dev.ficus.dualwrite.control.Direction;
import dev.ficus.dualwrite.control.Phase;
import dev.ficus.dualwrite.control.Strangler;
import dev.ficus.dualwrite.stream.StreamStatus.State;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Keeps the status of one domain's runner, and tells every change of it. Used by one thread. */
final class DomainStatus {
    private final Strangler strangler;
    private final Consumer<StreamStatus> listener;
    private StreamStatus now;
    private String told = "";
    /** The failure of the structure that the stream stands before, since it ran last. */
    private @Nullable FicusException stoppedBy;

    DomainStatus(Strangler strangler, String domain, Consumer<StreamStatus> listener) {
        this.strangler = strangler;
        this.listener = listener;
        this.now = StreamStatus.starting(domain);
        listener.accept(now);
    }

    long changes() {
        return now.counts().changes();
    }

    long echoes() {
        return now.counts().echoes();
    }

    /** Counts what was applied between two checkpoints of this run. */
    void applied(Checkpoint before, Checkpoint after) {
        now = with(now.phase(), after.epoch(), now.counts().applied(before, after), lag(after), now.backlog());
    }

    /** Counts a transaction of the target, which took so long. */
    void batch(Duration time) {
        now = with(now.phase(), now.epoch(), now.counts().batch(time), now.lag(), now.backlog());
    }

    /** The domain's phase, as it was read a moment ago; told with the next change of state. */
    void phase(Phase phase) {
        now = with(Optional.of(phase), now.epoch(), now.counts(), now.lag(), now.backlog());
    }

    /** Bytes of the source's log that were not applied a moment ago. */
    void backlog(OptionalLong bytes) {
        now = with(now.phase(), now.epoch(), now.counts(), now.lag(), bytes);
    }

    void running(Direction direction) {
        stoppedBy = null;
        set(State.RUNNING, Optional.of(direction), "", Optional.empty());
        tell(direction.word() + " stream runs");
        String lag = now.lag().map(time -> ", lag " + time.toMillis() + " ms").orElse("");
        strangler
                .progress()
                .on(new ProgressEvent.Count(
                        now.domain(),
                        now.counts().changes(),
                        OptionalLong.empty(),
                        "changes",
                        direction.word() + " stream" + lag));
    }

    /** A state with nothing wrong. */
    void quiet(State state, Optional<Direction> direction, String text) {
        set(state, direction, text, Optional.empty());
        tell(text);
    }

    /** The stream begins again when what failed has passed. */
    void waiting(FicusException failure) {
        now = with(now.phase(), now.epoch(), now.counts().reconnect(), now.lag(), now.backlog());
        set(State.WAITING, now.direction(), failure.problem().what(), Optional.of(failure.code()));
        halt(Reason.WAITING, failure);
    }

    /**
     * The tables differ; both sides have to agree before the stream goes on. Each further look tells how they differ then: what
     * the stream stands before stays the code and the begin of the reason.
     */
    void stopped(FicusException failure) {
        FicusException first = stoppedBy;
        if (first == null || failure.code() == ErrorCode.STREAM_STOPPED_BY_DDL) {
            first = failure;
            stoppedBy = failure;
        }
        String reason = first.problem().what()
                + (first == failure ? "" : "; " + failure.problem().what());
        halt(Reason.STOPPED, failure);
        set(State.STOPPED, now.direction(), reason, Optional.of(first.code()));
    }

    void ended() {
        set(State.ENDED, Optional.empty(), "", Optional.empty());
    }

    void failed(FicusException failure) {
        set(State.FAILED, now.direction(), failure.problem().what(), Optional.of(failure.code()));
        halt(Reason.FAILED, failure);
    }

    /** Told once, however often it is tried in vain. */
    private void halt(Reason reason, FicusException failure) {
        ProgressEvent.Halt halt = new ProgressEvent.Halt(now.domain(), reason, failure.problem());
        if (!(reason + halt.text()).equals(told)) {
            told = reason + halt.text();
            strangler.progress().on(halt);
        }
    }

    private void tell(String text) {
        if (!text.equals(told)) {
            told = text;
            strangler.progress().step(now.domain(), text);
        }
    }

    private void set(State state, Optional<Direction> direction, String reason, Optional<ErrorCode> error) {
        now = new StreamStatus(
                now.domain(),
                state,
                direction,
                now.phase(),
                reason,
                error,
                now.epoch(),
                now.counts(),
                now.lag(),
                now.backlog());
        listener.accept(now);
    }

    private StreamStatus with(
            Optional<Phase> phase,
            long epoch,
            StreamStatus.Counts counts,
            Optional<Duration> lag,
            OptionalLong backlog) {
        return new StreamStatus(
                now.domain(),
                now.state(),
                now.direction(),
                phase,
                now.reason(),
                now.error(),
                epoch,
                counts,
                lag,
                backlog);
    }

    private static Optional<Duration> lag(Checkpoint checkpoint) {
        return checkpoint
                .sourceAt()
                .map(at -> Duration.between(at, checkpoint.appliedAt()))
                .map(lag -> lag.isNegative() ? Duration.ZERO : lag);
    }
}
