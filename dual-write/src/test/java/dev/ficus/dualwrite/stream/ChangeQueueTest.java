package dev.ficus.dualwrite.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.dualwrite.control.LogSequenceNumber;
import dev.ficus.dualwrite.control.Position;
import dev.ficus.dualwrite.table.Row;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChangeQueueTest {
    private static final Duration NO_WAIT = Duration.ZERO;
    private static final Duration WAIT = Duration.ofMillis(1);

    private final ChangeQueue queue = new ChangeQueue(100, at(1));

    @Test
    void positionIsThatOfTheLastPolledWhileMoreIsQueued() throws InterruptedException {
        queue.advance(at(5));
        queue.offer(transaction(10), 1, NO_WAIT);
        queue.offer(transaction(20), 1, NO_WAIT);
        queue.advance(at(30));

        assertThat(queue.position()).isEqualTo(at(5));
        queue.poll(NO_WAIT);
        assertThat(queue.position()).isEqualTo(at(10));
        queue.poll(NO_WAIT);
        assertThat(queue.position()).as("nothing is left that lies before it").isEqualTo(at(30));
    }

    @Test
    void fullQueueTakesNoMoreAndAHeavyTransactionGoesInAlone() throws InterruptedException {
        assertThat(queue.offer(transaction(10), 500, NO_WAIT)).isTrue();
        assertThat(queue.offer(transaction(20), 1, NO_WAIT)).isFalse();

        queue.poll(NO_WAIT);

        assertThat(queue.offer(transaction(20), 60, NO_WAIT)).isTrue();
        assertThat(queue.offer(transaction(30), 60, NO_WAIT)).isFalse();
    }

    @Test
    void readerThatWaitsForRoomGoesOnOnceHalfOfTheQueueIsFree() throws Exception {
        for (int end = 10; end <= 40; end += 10) {
            queue.offer(transaction(end), 25, NO_WAIT);
        }
        CompletableFuture<Boolean> waiting =
                CompletableFuture.supplyAsync(() -> offered(transaction(50), Duration.ofMinutes(1)));
        for (int i = 0; i < 4; i++) {
            assertThat(queue.poll(NO_WAIT)).isPresent();
        }

        assertThat(waiting.get(20, TimeUnit.SECONDS)).isTrue();
        assertThat(queue.poll(NO_WAIT)).map(SourceTransaction::position).contains(at(50));
    }

    @Test
    void closedQueueFreesWhatWasSpilled(@TempDir Path directory) throws InterruptedException {
        queue.offer(spilled(directory), 1, NO_WAIT);
        queue.close();
        assertThatThrownBy(() -> queue.offer(spilled(directory), 1, NO_WAIT)).isInstanceOf(ChangeQueue.Closed.class);

        assertThat(Spills.open(directory)).isZero();
    }

    private static SourceTransaction spilled(Path directory) {
        PendingTransaction pending = new PendingTransaction(EchoRule.SKIP_MARKED, new SpillSpace(directory, 0));
        pending.add(new RowChange.Insert(Spills.table("t"), Row.of("1", "name")));
        SourceTransaction transaction = pending.committed(at(10));
        assertThat(Spills.open(directory)).isEqualTo(1);
        return transaction;
    }

    private boolean offered(SourceTransaction transaction, Duration patience) {
        try {
            return queue.offer(transaction, 25, patience);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void failureIsToldAfterEverythingBeforeItAndTheFirstOneStays() throws InterruptedException {
        queue.offer(transaction(10), 1, NO_WAIT);
        queue.fail(failure("first"));
        queue.fail(failure("second"));

        assertThat(queue.poll(WAIT)).isPresent();
        assertThat(queue.poll(NO_WAIT)).as("what was gathered is kept").isEmpty();
        assertThatThrownBy(() -> queue.poll(WAIT)).hasMessageContaining("first");
        assertThatThrownBy(() -> queue.poll(WAIT)).hasMessageContaining("first");
    }

    @Test
    void closedQueueTurnsBothSidesAway() {
        queue.close();

        assertThatThrownBy(() -> queue.poll(NO_WAIT))
                .isInstanceOfSatisfying(
                        FicusException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERRUPTED));
        assertThatThrownBy(() -> queue.offer(transaction(10), 1, NO_WAIT)).isInstanceOf(ChangeQueue.Closed.class);
        assertThatThrownBy(() -> queue.advance(at(10))).isInstanceOf(ChangeQueue.Closed.class);
    }

    @Test
    void keepaliveMovesThePositionOnlyWhileNothingIsQueued() throws InterruptedException {
        queue.advanceIfEmpty(at(7));
        assertThat(queue.position()).isEqualTo(at(7));

        queue.offer(transaction(10), 1, NO_WAIT);
        queue.advanceIfEmpty(at(50));
        queue.poll(NO_WAIT);

        assertThat(queue.position()).isEqualTo(at(10));
    }

    private static FicusException failure(String what) {
        return new FicusException(ErrorCode.CONNECTION_LOST, what, "here", "try again");
    }

    private static SourceTransaction transaction(long end) {
        return new SourceTransaction(at(end), Changes.NONE, 0, Optional.empty());
    }

    private static Position at(long value) {
        return new LogSequenceNumber(value);
    }
}
