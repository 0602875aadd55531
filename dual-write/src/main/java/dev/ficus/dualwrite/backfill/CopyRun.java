package dev.ficus.dualwrite.backfill;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.progress.ProgressEvent;
import dev.ficus.core.settings.DomainSettings;
import dev.ficus.dualwrite.connect.MysqlRows;
import dev.ficus.dualwrite.control.Control;
import dev.ficus.dualwrite.control.Strangler;
import dev.ficus.dualwrite.table.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;

/** Plans the chunks that are not planned yet, and copies those that are not done, one transaction for each. */
final class CopyRun {
    private final Strangler strangler;
    private final String domain;
    private final Control control;
    private final Connection mysql;
    private final List<Table> tables;
    private final int chunkRows;

    CopyRun(
            Strangler strangler,
            DomainSettings domain,
            Control control,
            Connection mysql,
            List<Table> tables,
            int chunkRows) {
        this.strangler = strangler;
        this.domain = domain.name();
        this.control = control;
        this.mysql = mysql;
        this.tables = tables;
        this.chunkRows = chunkRows;
    }

    void run() throws SQLException {
        ChunkLedger ledger = new ChunkLedger(control, domain);
        ChunkPlanner planner = new ChunkPlanner(mysql, chunkRows);
        for (Table table : tables) {
            if (!ledger.planned(table.name())) {
                ledger.plan(planner.plan(table));
            }
        }
        strangler.hook().at("backfill.planned");
        long estimate = estimate();
        long done = ledger.rowsDone();
        try (MysqlRows rows = new MysqlRows(strangler.mysql())) {
            ChunkCopier copier = new ChunkCopier(rows, control.handle().getConnection());
            while (copyNext(ledger, copier)) {
                long before = done;
                done = ledger.rowsDone();
                if (done > before) {
                    report(done, Math.max(estimate, done));
                }
                if (strangler.stop().requested()) {
                    throw stopped(domain);
                }
            }
        }
    }

    /** Copies one chunk and marks it done in the same transaction; false where none is left. */
    private boolean copyNext(ChunkLedger ledger, ChunkCopier copier) throws SQLException {
        boolean copied = control.handle().inTransaction(transaction -> {
            Chunk chunk = ledger.take().orElse(null);
            if (chunk == null) {
                return false;
            }
            Table table = tables.stream()
                    .filter(candidate -> candidate.name().equals(chunk.table()))
                    .findFirst()
                    .orElseThrow(() -> tablesChanged(chunk.table()));
            // Triggers of the tables do not act: what they would do has been done on MySQL.
            transaction.execute("SET LOCAL session_replication_role = 'replica'");
            ChunkCopier.Copied amount = copier.copy(table, chunk);
            strangler.hook().at("backfill.chunk-written");
            ledger.done(chunk, amount.rows(), amount.bytes());
            return true;
        });
        strangler.hook().at("backfill.chunk-committed");
        return copied;
    }

    private void report(long done, long total) {
        strangler.progress().on(new ProgressEvent.Count(domain, done, OptionalLong.of(total), "rows", "copying"));
    }

    /** By MySQL's statistics; only for the progress line. */
    private long estimate() throws SQLException {
        long rows = 0;
        for (Table table : tables) {
            try (PreparedStatement statement = mysql.prepareStatement(
                    "SELECT table_rows FROM information_schema.tables WHERE table_schema = ? AND table_name = ?")) {
                statement.setString(1, table.database());
                statement.setString(2, table.name());
                try (ResultSet row = statement.executeQuery()) {
                    rows += row.next() ? row.getLong(1) : 0;
                }
            }
        }
        return rows;
    }

    private FicusException tablesChanged(String table) {
        return new FicusException(
                ErrorCode.TABLE_MISSING,
                "the backfill began with table " + table + ", which is not in the domain any more",
                "ficus.yaml, strangler.domains." + domain,
                "put it back, or begin anew: ficus backfill " + domain + " --restart --yes");
    }

    static FicusException stopped(String domain) {
        return new FicusException(
                ErrorCode.INTERRUPTED,
                "the backfill was stopped; what it copied is kept",
                "domain " + domain,
                "go on with: ficus backfill " + domain);
    }
}
