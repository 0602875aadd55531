package dev.ficus.dualwrite.backfill;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.dualwrite.backfill.BackfillReport.CopiedTable;
import dev.ficus.dualwrite.control.Control;
import dev.ficus.dualwrite.control.Strangler;
import dev.ficus.dualwrite.table.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Copies what is not copied yet of the tables of a domain, by several workers, and watches over them. */
final class CopyRun {
    private static final long WATCH_MILLIS = 500;

    private final Strangler strangler;
    private final String domain;
    private final Control control;
    private final Connection mysql;
    private final List<Table> tables;
    private final BackfillOptions options;

    CopyRun(
            Strangler strangler,
            String domain,
            Control control,
            Connection mysql,
            List<Table> tables,
            BackfillOptions options) {
        this.strangler = strangler;
        this.domain = domain;
        this.control = control;
        this.mysql = mysql;
        this.tables = tables;
        this.options = options;
    }

    /**
     * Copies to the end.
     *
     * @param errors takes what failed, and is written to the ledger
     * @throws FicusException INTERRUPTED once every worker has ended its chunk; the first failure of a worker
     */
    void run(CopySource source, CopyErrors errors) throws SQLException {
        ChunkLedger ledger = new ChunkLedger(control, domain);
        for (Table table : tables) {
            ledger.begin(table.name());
        }
        errors.save(ledger);
        strangler.hook().at("backfill.planned");
        Throttle throttle = new Throttle(options.pace());
        CopyProgress progress = new CopyProgress(domain, strangler.progress(), throttle, chunkRows(), errors);
        progress.begin(ledger.summary().stream().mapToLong(CopiedTable::rows).sum(), estimate(progress));
        Workers workers = new Workers();
        List<CopyWorker> parts = new ArrayList<>();
        for (int i = 0; i < options.workers(); i++) {
            parts.add(new CopyWorker(strangler, source, domain, tables, progress, throttle, workers::failed));
        }
        try (Connection watched = source.server().open()) {
            throttle.look(watched, source.replica(), control.handle().getConnection());
            workers.run(parts, WATCH_MILLIS, () -> {
                throttle.look(watched, source.replica(), control.handle().getConnection());
                progress.report();
            });
        } catch (SQLException | RuntimeException e) {
            errors.save(ledger, e);
            throw e;
        }
        if (!ledger.complete()) {
            throw new IllegalStateException("the workers of domain " + domain + " left a chunk undone");
        }
    }

    /** A chunk is what a limited copy takes at once. */
    private int chunkRows() {
        long limit = options.pace().rowsPerSecond();
        return limit == 0 ? options.chunkRows() : (int) Math.min(options.chunkRows(), limit);
    }

    /** By MySQL's statistics; for the progress line and the first chunks alone. */
    private long estimate(CopyProgress progress) throws SQLException {
        long rows = 0;
        for (Table table : tables) {
            try (PreparedStatement statement = mysql.prepareStatement("SELECT table_rows, avg_row_length"
                    + " FROM information_schema.tables WHERE table_schema = ? AND table_name = ?")) {
                statement.setString(1, table.database());
                statement.setString(2, table.name());
                try (ResultSet row = statement.executeQuery()) {
                    if (row.next()) {
                        rows += row.getLong(1);
                        progress.expect(table.name(), row.getLong(2));
                    }
                }
            }
        }
        return rows;
    }

    static FicusException stopped(String domain) {
        return new FicusException(
                ErrorCode.INTERRUPTED,
                "the backfill was stopped; what it copied is kept",
                "domain " + domain,
                "go on with: ficus backfill " + domain);
    }
}
