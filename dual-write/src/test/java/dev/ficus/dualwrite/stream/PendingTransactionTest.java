package dev.ficus.dualwrite.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.dualwrite.control.LogSequenceNumber;
import dev.ficus.dualwrite.control.Position;
import dev.ficus.dualwrite.table.Row;
import dev.ficus.dualwrite.table.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PendingTransactionTest {
    private static final Table TABLE = Spills.table("t");
    private static final Position END = new LogSequenceNumber(9);
    private static final int LIMIT = 10_000;
    private static final int FAR_BEYOND = 5_000;

    @TempDir
    private Path directory;

    private PendingTransaction pending;
    private int next;

    @BeforeEach
    void begin() {
        pending = new PendingTransaction(EchoRule.SKIP_MARKED, new SpillSpace(directory, LIMIT));
    }

    @AfterEach
    void nothingIsLeft() {
        pending.close();
        assertThat(Spills.open(directory)).isZero();
    }

    @Test
    void smallTransactionStaysInMemory() {
        add(10);
        SourceTransaction transaction = pending.committed(END);

        assertThat(transaction.changes().spilled()).isFalse();
        assertThat(ids(transaction)).isEqualTo(numbers(0, 10));
    }

    @Test
    void largeTransactionHoldsItsLimitInMemoryAndComesBackWhole() {
        add(FAR_BEYOND);
        try (Changes changes = pending.committed(END).changes()) {
            assertThat(changes.spilled()).isTrue();
            assertThat(changes.weight()).isLessThan(LIMIT + SpillFile.BLOCK + 1);
            assertThat(changes.size()).isEqualTo(FAR_BEYOND);
            assertThat(ids(changes)).isEqualTo(numbers(0, FAR_BEYOND));
            assertThat(ids(changes)).as("a second walk").isEqualTo(numbers(0, FAR_BEYOND));
        }
    }

    @Test
    void nextTransactionDoesNotSeeTheLast() {
        add(FAR_BEYOND);
        SourceTransaction first = pending.committed(END);
        add(3);
        assertThat(ids(pending.committed(END))).isEqualTo(numbers(FAR_BEYOND, FAR_BEYOND + 3));
        assertThat(ids(first)).hasSize(FAR_BEYOND);
        first.changes().close();
    }

    @Test
    void savepointInMemoryTakesBackWhatWasSpilled() {
        add(5);
        pending.savepoint("a");
        add(FAR_BEYOND);
        assertThat(pending.rollbackTo("a")).isTrue();
        assertThat(Spills.open(directory)).as("the file goes with its changes").isZero();
        add(2);

        assertThat(ids(pending.committed(END))).containsExactly(0, 1, 2, 3, 4, FAR_BEYOND + 5, FAR_BEYOND + 6);
    }

    @Test
    void savepointBehindTheLimitTakesBackAPartOfTheFile() {
        add(2_000);
        pending.savepoint("a");
        add(FAR_BEYOND);
        pending.savepoint("b");
        add(10);
        pending.rollbackTo("b");
        pending.rollbackTo("a");
        add(1_000);

        List<Integer> wanted = new ArrayList<>(numbers(0, 2_000));
        wanted.addAll(numbers(2_010 + FAR_BEYOND, 3_010 + FAR_BEYOND));
        SourceTransaction transaction = pending.committed(END);
        assertThat(ids(transaction)).isEqualTo(wanted);
        assertThat(transaction.changes().size()).isEqualTo(3_000);
        transaction.changes().close();
    }

    @Test
    void changesBehindTheMarkAreCountedAndNotKept() {
        pending.mark();
        add(FAR_BEYOND);
        assertThat(Spills.open(directory)).as("no disk for an echo").isZero();

        SourceTransaction transaction = pending.committed(END);
        assertThat(transaction.echoes()).isEqualTo(FAR_BEYOND);
        assertThat(transaction.changes()).isEmpty();
    }

    @Test
    void markThatComesLateStillMakesAnEcho() {
        add(FAR_BEYOND);
        pending.mark();
        assertThat(Spills.open(directory)).isZero();
        add(1);

        assertThat(pending.committed(END).echoes()).isEqualTo(FAR_BEYOND + 1);
    }

    @Test
    void markThatWasTakenBackMarksNothingAndWhatCameBeforeItIsThere() {
        add(FAR_BEYOND);
        pending.savepoint("a");
        pending.mark();
        add(FAR_BEYOND);
        pending.rollbackTo("a");
        add(1);

        SourceTransaction transaction = pending.committed(END);
        assertThat(transaction.echoes()).isZero();
        assertThat(ids(transaction)).hasSize(FAR_BEYOND + 1).endsWith(2 * FAR_BEYOND);
        transaction.changes().close();
    }

    @Test
    void marksThatAreIgnoredKeepEveryChange() {
        pending = new PendingTransaction(EchoRule.IGNORE_MARKS, new SpillSpace(directory, LIMIT));
        pending.mark();
        add(FAR_BEYOND);

        SourceTransaction transaction = pending.committed(END);
        assertThat(ids(transaction)).hasSize(FAR_BEYOND);
        transaction.changes().close();
    }

    @Test
    void transactionThatNeverCommitsLeavesNothing() {
        add(FAR_BEYOND);
        assertThat(Spills.open(directory)).isEqualTo(1);
        pending.clear();

        assertThat(Spills.open(directory)).isZero();
        assertThat(pending.isEmpty()).isTrue();
    }

    private void add(int count) {
        for (int i = 0; i < count; i++) {
            pending.add(new RowChange.Insert(TABLE, Row.of(Integer.toString(next++), "name")));
        }
    }

    private static List<Integer> ids(SourceTransaction transaction) {
        return ids(transaction.changes());
    }

    private static List<Integer> ids(Changes changes) {
        return Spills.all(changes).stream()
                .map(change -> Integer.valueOf(change.key().texts().get(0)))
                .toList();
    }

    private static List<Integer> numbers(int from, int before) {
        List<Integer> numbers = new ArrayList<>();
        for (int number = from; number < before; number++) {
            numbers.add(number);
        }
        return numbers;
    }
}
