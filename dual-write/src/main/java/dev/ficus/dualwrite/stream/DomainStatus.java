package dev.ficus.dualwrite.stream;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.progress.ProgressEvent;
import dev.ficus.dualwrite.control.Checkpoint;
import dev.ficus.dualwrite.control.Direction;
import dev.ficus.dualwrite.control.Strangler;
import dev.ficus.dualwrite.stream.StreamStatus.State;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Keeps the status of one domain's runner, and tells every change of it. Used by one thread. */
final class DomainStatus {
    private final Strangler strangler;
    private final Consumer<StreamStatus> listener;
    private StreamStatus now;
    private String told = "";

    DomainStatus(Strangler strangler, String domain, Consumer<StreamStatus> listener) {
        this.strangler = strangler;
        this.listener = listener;
        this.now = StreamStatus.starting(domain);
        listener.accept(now);
    }

    long changes() {
        return now.changes();
    }

    long echoes() {
        return now.echoes();
    }

    /** Counts what was applied between two checkpoints of this run. */
    void applied(Checkpoint before, Checkpoint after) {
        now = new StreamStatus(
                now.domain(),
                now.state(),
                now.direction(),
                now.reason(),
                now.error(),
                after.epoch(),
                now.changes() + after.changes() - before.changes(),
                now.transactions() + after.transactions() - before.transactions(),
                now.echoes() + after.echoes() - before.echoes(),
                now.reconnects(),
                lag(after));
    }

    void running(Direction direction) {
        set(State.RUNNING, Optional.of(direction), "", Optional.empty(), 0);
        told = "";
        String lag = now.lag().map(time -> ", lag " + time.toMillis() + " ms").orElse("");
        strangler
                .progress()
                .on(new ProgressEvent.Count(
                        now.domain(),
                        now.changes(),
                        OptionalLong.empty(),
                        "changes",
                        direction.word() + " stream" + lag));
    }

    /** A state with nothing wrong. */
    void quiet(State state, Optional<Direction> direction, String text) {
        set(state, direction, text, Optional.empty(), 0);
        tell(text);
    }

    /** The stream begins again when what failed has passed. */
    void waiting(FicusException failure) {
        set(State.WAITING, now.direction(), failure.problem().what(), Optional.of(failure.code()), 1);
        tell("waiting: " + failure.problem().what());
    }

    /** The tables differ; both sides have to agree before the stream goes on. */
    void stopped(FicusException failure) {
        String text = "stopped: " + failure.problem().what();
        if (!text.equals(told)) {
            told = text;
            strangler
                    .progress()
                    .warning(
                            now.domain(),
                            text + " (at: " + failure.problem().where() + "; fix: "
                                    + failure.problem().fix() + ")");
        }
        set(State.STOPPED, now.direction(), failure.problem().what(), Optional.of(failure.code()), 0);
    }

    void ended() {
        set(State.ENDED, Optional.empty(), "", Optional.empty(), 0);
    }

    void failed(FicusException failure) {
        set(State.FAILED, now.direction(), failure.problem().what(), Optional.of(failure.code()), 0);
        strangler
                .progress()
                .warning(now.domain(), "stopped: " + failure.problem().what());
    }

    private void tell(String text) {
        if (!text.equals(told)) {
            told = text;
            strangler.progress().step(now.domain(), text);
        }
    }

    private void set(
            State state, Optional<Direction> direction, String reason, Optional<ErrorCode> error, int reconnects) {
        now = new StreamStatus(
                now.domain(),
                state,
                direction,
                reason,
                error,
                now.epoch(),
                now.changes(),
                now.transactions(),
                now.echoes(),
                now.reconnects() + reconnects,
                now.lag());
        listener.accept(now);
    }

    private static Optional<Duration> lag(Checkpoint checkpoint) {
        return checkpoint
                .sourceAt()
                .map(at -> Duration.between(at, checkpoint.appliedAt()))
                .map(lag -> lag.isNegative() ? Duration.ZERO : lag);
    }
}
