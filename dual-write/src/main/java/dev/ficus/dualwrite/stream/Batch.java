package dev.ficus.dualwrite.stream;

import dev.ficus.core.error.FicusException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Source transactions, at least one, that one target transaction applies. Closing it frees their files. Used by one thread at a
 * time.
 */
final class Batch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Batch.class);
    private static final int TRANSACTIONS = 4_000;
    private static final int CHANGES = 40_000;

    private static final int LARGE = 2_000;
    private static final Duration LOOK = Duration.ofMillis(5);

    private final List<SourceTransaction> transactions = new ArrayList<>();
    private long changes;
    private long weight;
    /** What was cut and merged ahead; empty where it is cut while it is written. */
    private Optional<List<Piece>> prepared = Optional.empty();

    private Batch() {}

    /** How a batch is parted. */
    record Cut(TargetTables tables, long pieceBytes, Predicate<SourceTransaction> strict) {}

    /**
     * Takes what has come.
     *
     * @param wait for how long the first transaction is waited for
     * @param mostBytes about how many bytes of changes it holds; a single transaction may have more
     */
    static Optional<Batch> gather(Capture capture, Duration wait, long mostBytes) {
        Batch batch = new Batch();
        try {
            Optional<SourceTransaction> next = capture.poll(wait);
            while (next.isPresent()) {
                batch.add(next.get());
                next = batch.full(mostBytes) ? Optional.empty() : capture.poll(Duration.ZERO);
            }
        } catch (RuntimeException e) {
            batch.close();
            throw e;
        }
        return batch.transactions.isEmpty() ? Optional.empty() : Optional.of(batch);
    }

    /**
     * Takes what comes until it is full or wanted. A failure of the capture ends it too; the capture tells it again to whoever waits
     * next.
     */
    static Optional<Batch> gatherUntil(BooleanSupplier wanted, Capture capture, long mostBytes) {
        Batch batch = new Batch();
        try {
            while (!wanted.getAsBoolean() && !batch.full(mostBytes)) {
                capture.poll(LOOK).ifPresent(batch::add);
            }
        } catch (FicusException e) {
            LOG.debug(
                    "the batch that is gathered ahead ends here: {}",
                    e.problem().what());
        } catch (RuntimeException e) {
            batch.close();
            throw e;
        }
        return batch.transactions.isEmpty() ? Optional.empty() : Optional.of(batch);
    }

    private void add(SourceTransaction transaction) {
        transactions.add(transaction);
        changes += transaction.changes().size();
        weight += transaction.weight();
    }

    private boolean full(long mostBytes) {
        return transactions.size() >= TRANSACTIONS || changes >= CHANGES || weight >= mostBytes;
    }

    /** Whether it has so much that the next one can be gathered while it is applied. */
    boolean large() {
        return changes >= LARGE;
    }

    List<SourceTransaction> transactions() {
        return transactions;
    }

    /** Does ahead what needs no target. Changes that are on disk stay there until they are written. */
    void prepare(Cut cut) {
        if (transactions.stream().anyMatch(transaction -> transaction.changes().spilled())) {
            return;
        }
        List<Piece> pieces = new ArrayList<>();
        try {
            cut(cut, pieces::add);
        } catch (SQLException e) {
            throw new IllegalStateException("no database takes part in it", e);
        }
        pieces.forEach(Piece::merges);
        prepared = Optional.of(pieces);
    }

    /** Hands over its pieces in order. */
    void pieces(Cut cut, PieceCutter.Taker taker) throws SQLException {
        if (prepared.isEmpty()) {
            cut(cut, taker);
            return;
        }
        for (Piece piece : prepared.get()) {
            taker.take(piece);
        }
    }

    private void cut(Cut cut, PieceCutter.Taker taker) throws SQLException {
        PieceCutter cutter = new PieceCutter(cut.tables(), cut.pieceBytes(), taker);
        for (SourceTransaction transaction : transactions) {
            boolean strict = cut.strict().test(transaction);
            for (RowChange change : transaction.changes()) {
                cutter.add(change, strict);
            }
        }
        cutter.end();
    }

    @Override
    public void close() {
        transactions.forEach(transaction -> transaction.changes().close());
    }
}
