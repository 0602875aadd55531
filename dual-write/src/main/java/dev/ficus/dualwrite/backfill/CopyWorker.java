package dev.ficus.dualwrite.backfill;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.dualwrite.connect.MysqlRows;
import dev.ficus.dualwrite.control.Control;
import dev.ficus.dualwrite.control.PostgresFence;
import dev.ficus.dualwrite.control.Strangler;
import dev.ficus.dualwrite.table.Table;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One of the workers of a copy, with a connection to either server: it takes a chunk that waits, or cuts one, until every
 * table is cut to its end and nothing waits. A chunk is cut in one transaction and copied in another. Neither commit waits
 * for the disk: one that a crash of the server loses is lost with all that came after it, ledger and rows alike, and the
 * commit that ends the copy waits.
 */
final class CopyWorker implements Callable<Void> {
    private final Strangler strangler;
    private final CopySource source;
    private final String domain;
    private final List<Table> tables;
    private final CopyProgress progress;
    private final Throttle throttle;
    private final BooleanSupplier others;
    /** The table of the chunk that is taken and not committed. */
    private @Nullable String copying;

    /** @param others whether another worker has failed */
    CopyWorker(
            Strangler strangler,
            CopySource source,
            String domain,
            List<Table> tables,
            CopyProgress progress,
            Throttle throttle,
            BooleanSupplier others) {
        this.strangler = strangler;
        this.source = source;
        this.domain = domain;
        this.tables = tables;
        this.progress = progress;
        this.throttle = throttle;
        this.others = others;
    }

    /** @throws FicusException INTERRUPTED at a chunk's boundary; what a chunk can fail with */
    @Override
    public Void call() throws SQLException {
        try (Control control = Control.open(strangler.postgres());
                MysqlRows rows = source.rows()) {
            PostgresFence.admit(control.handle().getConnection(), domain);
            try (Statement statement = control.handle().getConnection().createStatement()) {
                statement.execute("SET synchronous_commit = off");
            }
            ChunkLedger ledger = new ChunkLedger(control, domain);
            ChunkCopier copier = new ChunkCopier(rows, control.handle().getConnection());
            ChunkPlanner planner = new ChunkPlanner(rows);
            boolean more = true;
            while (more && !others.getAsBoolean()) {
                throttle.await(() -> others.getAsBoolean() || strangler.stop().requested());
                if (strangler.stop().requested()) {
                    throw CopyRun.stopped(domain);
                }
                more = copyNext(control, ledger, copier)
                        || cutNext(control, ledger, planner)
                        || awaitCut(control, ledger);
            }
        } finally {
            if (copying != null) {
                progress.failed(copying);
            }
        }
        return null;
    }

    /** Copies one chunk and marks it done in the same transaction; false where none waits. */
    private boolean copyNext(Control control, ChunkLedger ledger, ChunkCopier copier) throws SQLException {
        boolean copied = control.handle().inTransaction(transaction -> {
            Chunk chunk = ledger.take().orElse(null);
            if (chunk == null) {
                return false;
            }
            copying = chunk.table();
            // Triggers of the tables do not act: what they would do has been done on MySQL.
            transaction.execute("SET LOCAL session_replication_role = 'replica'");
            ChunkCopier.Copied amount = copier.copy(table(chunk.table()), chunk);
            strangler.hook().at("backfill.chunk-written");
            ledger.done(chunk, amount.rows(), amount.bytes());
            progress.copied(chunk, amount);
            return true;
        });
        copying = null;
        if (copied) {
            strangler.hook().at("backfill.chunk-committed");
        }
        return copied;
    }

    /** Records one more chunk; false where no frontier is free. */
    private boolean cutNext(Control control, ChunkLedger ledger, ChunkPlanner planner) throws SQLException {
        boolean cut = control.handle().inTransaction(transaction -> {
            Frontier frontier = ledger.frontier().orElse(null);
            if (frontier == null) {
                return false;
            }
            ledger.cut(planner.next(table(frontier.table()), frontier, progress.rowsOf(frontier.table())));
            strangler.hook().at("backfill.chunk-cut");
            return true;
        });
        if (cut) {
            strangler.hook().at("backfill.chunk-planned");
        }
        return cut;
    }

    private static boolean awaitCut(Control control, ChunkLedger ledger) {
        return control.handle().inTransaction(transaction -> ledger.awaitFrontier());
    }

    private Table table(String name) {
        return tables.stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new FicusException(
                        ErrorCode.TABLE_MISSING,
                        "the backfill began with table " + name + ", which is not in the domain any more",
                        "ficus.yaml, strangler.domains." + domain,
                        "put it back, or begin anew: ficus backfill " + domain + " --restart --yes"));
    }
}
