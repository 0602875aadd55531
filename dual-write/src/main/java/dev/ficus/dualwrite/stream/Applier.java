package dev.ficus.dualwrite.stream;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.jdbc.SqlFailures;
import dev.ficus.dualwrite.control.Checkpoint;
import dev.ficus.dualwrite.control.Checkpoints;
import dev.ficus.dualwrite.control.Hook;
import dev.ficus.dualwrite.control.Position;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Applies source transactions to the target, exactly once. Used by one thread.
 *
 * <p>Many source transactions go into one target transaction, in source order. Its first statement moves the checkpoint
 * by compare-and-set, so nobody else can have applied them, and a process that was replaced fails there. On any error
 * the target transaction is rolled back. Where the outcome of COMMIT is unknown, CONNECTION_LOST is thrown, and whoever
 * goes on begins by reading the checkpoint, which tells the outcome.
 */
final class Applier {
    private final Connection connection;
    private final BatchWriter writer;
    private final Batch.Cut cut;
    private final Hook hook;
    private final Safeties safeties;
    private Checkpoint checkpoint;

    Applier(ApplyConnection target, Checkpoint checkpoint, Hook hook, Safeties safeties, Misfits misfits) {
        this.connection = target.connection();
        this.writer = new BatchWriter(target, misfits);
        this.cut = new Batch.Cut(target.tables(), target.pieceBytes(), strictBehind(checkpoint.strictFrom()));
        this.safeties = safeties;
        this.checkpoint = checkpoint;
        this.hook = hook;
    }

    /** How far the target is; committed. */
    Checkpoint checkpoint() {
        return checkpoint;
    }

    /** How the batches are to be parted that come here. */
    Batch.Cut cut() {
        return cut;
    }

    /** Applies the batch and commits. */
    void apply(Batch batch) {
        Checkpoint next = after(batch.transactions());
        try {
            if (safeties.mark()) {
                move(next);
            }
            hook.at("stream.checkpoint-moved");
            batch.pieces(cut, writer::write);
            hook.at("stream.written");
            commit(next);
            if (!safeties.mark()) {
                move(next);
                commit(next);
            }
            writer.committed();
        } catch (SQLException e) {
            rollback(e);
            throw SqlFailures.onStatement(
                    e,
                    "domain " + checkpoint.domain() + ", "
                            + checkpoint.direction().word() + " stream",
                    ErrorCode.STREAM_DIVERGED,
                    "correct what the target refuses, then run: ficus sync " + checkpoint.domain());
        } catch (RuntimeException e) {
            rollback(e);
            throw e;
        }
        checkpoint = next;
        hook.at("stream.committed");
    }

    private void move(Checkpoint next) throws SQLException {
        if (safeties.compareAndSet()) {
            Checkpoints.move(connection, checkpoint, next);
        } else {
            Checkpoints.overwrite(connection, next);
        }
    }

    private void commit(Checkpoint next) throws SQLException {
        try {
            connection.commit();
        } catch (SQLException e) {
            safeties.readBack().unknown(checkpoint, next);
            throw e;
        }
    }

    /** Strict behind the end of the copy: before it, the copy may hold a change already. */
    private static Predicate<SourceTransaction> strictBehind(Optional<Position> end) {
        return transaction ->
                end.map(from -> transaction.position().beganBehind(from)).orElse(true);
    }

    private Checkpoint after(List<SourceTransaction> transactions) {
        SourceTransaction last = transactions.get(transactions.size() - 1);
        Optional<Beat> beat =
                transactions.stream().flatMap(t -> t.beat().stream()).reduce((a, b) -> b);
        long changes = transactions.stream().mapToLong(t -> t.changes().size()).sum();
        long echoes = transactions.stream().mapToLong(SourceTransaction::echoes).sum();
        long counted = transactions.stream().filter(t -> t.changes().size() > 0).count();
        return new Checkpoint(
                checkpoint.domain(),
                checkpoint.direction(),
                checkpoint.epoch(),
                last.position(),
                checkpoint.strictFrom(),
                beat.map(Beat::number).orElse(checkpoint.beat()),
                checkpoint.changes() + changes,
                checkpoint.transactions() + counted,
                checkpoint.echoes() + echoes,
                beat.map(Beat::sentAt).or(checkpoint::sourceAt),
                beat.isPresent() ? Instant.now() : checkpoint.appliedAt());
    }

    private void rollback(Exception cause) {
        try {
            connection.rollback();
            writer.rolledBack();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }
}
