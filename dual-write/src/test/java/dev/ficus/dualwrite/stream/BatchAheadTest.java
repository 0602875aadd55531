package dev.ficus.dualwrite.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.dualwrite.control.LogSequenceNumber;
import dev.ficus.dualwrite.control.Position;
import dev.ficus.dualwrite.table.Row;
import dev.ficus.dualwrite.table.Table;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class BatchAheadTest {
    private static final Table TABLE = Spills.table("t");
    private static final Duration WAIT = Duration.ofSeconds(20);
    private static final Duration NO_WAIT = Duration.ofMillis(1);
    private static final int LARGE = 2_000;
    private static final long PLENTY = 1 << 30;

    @TempDir
    private Path directory;

    private final Log log = new Log();
    private final BatchAhead batches = new BatchAhead(
            "d", log, new Batch.Cut(new TargetTables(new PostgresDialect()), PLENTY, any -> true), PLENTY);

    /** A capture that delivers what it is given, and then fails where it is told to. */
    private static final class Log implements Capture {
        private final BlockingQueue<SourceTransaction> waiting = new LinkedBlockingQueue<>();
        private volatile boolean broken;

        @Override
        public Optional<SourceTransaction> poll(Duration timeout) {
            try {
                long millis = broken ? 0 : timeout.toMillis();
                SourceTransaction next = waiting.poll(millis, TimeUnit.MILLISECONDS);
                if (next == null && broken && !timeout.isZero()) {
                    throw new FicusException(ErrorCode.CONNECTION_LOST, "broken", "here", "try again");
                }
                return Optional.ofNullable(next);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public Position position() {
            return new LogSequenceNumber(0);
        }

        @Override
        public void confirm(Position position) {}

        @Override
        public void close() {}
    }

    @AfterEach
    void close() {
        batches.close();
    }

    @Test
    void whatComesWhileALargeBatchIsAppliedIsTheNextBatchInOrder() {
        offer(1, LARGE);
        Batch first = batches.take(WAIT).orElseThrow();
        offer(2, 1);
        offer(3, 1);
        awaitTaken();
        Batch second = batches.take(NO_WAIT).orElseThrow();
        offer(4, 1);

        assertThat(positions(first)).containsExactly(1L);
        assertThat(positions(second)).containsExactly(2L, 3L);
        assertThat(positions(batches.take(NO_WAIT).orElseThrow()))
                .as("nothing was gathered behind a small batch")
                .containsExactly(4L);
    }

    @Test
    void smallBatchLetsNothingBeGatheredAhead() {
        offer(1, LARGE - 1);
        batches.take(WAIT).orElseThrow();
        offer(2, 1);

        assertThat(log.waiting).hasSize(1);
    }

    @Test
    void failureOfTheCaptureIsToldBehindWhatCameBeforeIt() {
        offer(1, LARGE);
        batches.take(WAIT).orElseThrow();
        offer(2, 1);
        log.broken = true;
        awaitTaken();

        assertThat(positions(batches.take(WAIT).orElseThrow())).containsExactly(2L);
        assertThatThrownBy(() -> batches.take(WAIT))
                .isInstanceOfSatisfying(
                        FicusException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONNECTION_LOST));
    }

    @Test
    void filesOfWhatNobodyTookAreFreed() {
        offer(1, LARGE);
        batches.take(WAIT).orElseThrow();
        PendingTransaction pending = new PendingTransaction(EchoRule.SKIP_MARKED, new SpillSpace(directory, 1));
        changes(3).forEach(pending::add);
        log.waiting.add(pending.committed(new LogSequenceNumber(2)));
        awaitTaken();
        assertThat(Spills.open(directory)).isOne();

        batches.close();

        assertThat(Spills.open(directory)).isZero();
    }

    @Test
    void piecesAreTheSameWhetherTheyWereMadeAheadOrNot() throws Exception {
        offer(1, LARGE);
        offer(2, LARGE);
        List<List<RowChange>> plain = pieces(batches.take(WAIT).orElseThrow());
        offer(3, LARGE);
        offer(4, LARGE);
        awaitTaken();
        List<List<RowChange>> ahead = pieces(batches.take(NO_WAIT).orElseThrow());

        assertThat(ahead).isEqualTo(plain);
        assertThat(ahead)
                .hasSize(1)
                .first()
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(2 * LARGE);
    }

    private static List<List<RowChange>> pieces(Batch batch) throws Exception {
        List<List<RowChange>> pieces = new ArrayList<>();
        Batch.Cut cut = new Batch.Cut(new TargetTables(new PostgresDialect()), PLENTY, any -> true);
        batch.pieces(cut, piece -> pieces.add(piece.changes()));
        return pieces;
    }

    private void offer(long position, int changes) {
        log.waiting.add(new SourceTransaction(
                new LogSequenceNumber(position), Changes.of(changes(changes)), 0, Optional.empty()));
    }

    private static List<RowChange> changes(int count) {
        List<RowChange> changes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            changes.add(new RowChange.Insert(TABLE, Row.of("" + i, "x")));
        }
        return changes;
    }

    private void awaitTaken() {
        while (!log.waiting.isEmpty()) {
            Thread.onSpinWait();
        }
    }

    private static List<Long> positions(Batch batch) {
        return batch.transactions().stream()
                .map(transaction -> ((LogSequenceNumber) transaction.position()).value())
                .toList();
    }
}
