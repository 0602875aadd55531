package dev.ficus.dualwrite.verify;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.progress.ProgressEvent;
import dev.ficus.core.settings.DomainSettings;
import dev.ficus.dualwrite.control.Control;
import dev.ficus.dualwrite.control.Direction;
import dev.ficus.dualwrite.control.DomainState;
import dev.ficus.dualwrite.control.Owner;
import dev.ficus.dualwrite.control.Patience;
import dev.ficus.dualwrite.control.Phase;
import dev.ficus.dualwrite.control.Strangler;
import dev.ficus.dualwrite.control.StreamBeat;
import dev.ficus.dualwrite.table.MysqlCatalog;
import dev.ficus.dualwrite.table.PostgresCatalog;
import dev.ficus.dualwrite.table.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** One verification, from its checks to its record. */
final class VerificationRun {
    private final Strangler strangler;
    private final DomainSettings domain;
    private final VerificationOptions options;
    private final Control control;
    private final Connection mysql;
    private final Connection postgres;
    private final DomainState state;
    private final boolean mysqlOwns;

    VerificationRun(
            Strangler strangler,
            DomainSettings domain,
            VerificationOptions options,
            Control control,
            Connection mysql,
            Connection postgres) {
        this.strangler = strangler;
        this.domain = domain;
        this.options = options;
        this.control = control;
        this.mysql = mysql;
        this.postgres = postgres;
        this.state = control.domain(domain.name());
        this.mysqlOwns = state.phase().owner() == Owner.MYSQL;
    }

    VerificationReport run() throws SQLException {
        long began = System.nanoTime();
        requireCopy();
        List<Table> tables = PostgresCatalog.resolve(postgres, MysqlCatalog.tables(mysql, domain));
        PostgresCatalog.check(postgres, tables);
        awaitStream();
        List<TableReport> reports = new ArrayList<>();
        for (Table table : tables) {
            reports.add(table(table));
        }
        requireSameEpoch();
        VerificationReport report = new VerificationReport(
                domain.name(), state.phase(), state.epoch(), state.phase().owner(), reports, since(began));
        VerificationRecord.write(control, report);
        return report;
    }

    private TableReport table(Table table) throws SQLException {
        long began = System.nanoTime();
        CanonicalReader left = new CanonicalReader(mysql, table, new MysqlKeySql());
        CanonicalReader right = new CanonicalReader(postgres, table, new PostgresKeySql());
        Settlement settlement =
                new Settlement(table, mysqlOwns ? left : right, mysqlOwns ? right : left, this::awaitStream, options);
        long rows = new TableComparison(
                        table, left, right, options.chunkRows(), settlement::settle, done -> onChunk(table, done))
                .run();
        return new TableReport(
                table.name(),
                rows,
                settlement.differenceCount(),
                settlement.unsettledCount(),
                settlement.differences(),
                settlement.unsettled(),
                since(began));
    }

    private void onChunk(Table table, long rows) {
        strangler.progress().on(new ProgressEvent.Count(table.name(), rows, OptionalLong.empty(), "rows", "comparing"));
        strangler.hook().at("verify.chunk");
        if (strangler.stop().requested()) {
            throw new FicusException(
                    ErrorCode.INTERRUPTED,
                    "stopped after " + rows + " rows of table " + table.name(),
                    "verification of domain " + domain.name(),
                    "begin again with: ficus verify " + domain.name());
        }
    }

    /** Where no stream runs in this phase there is nothing to wait for: the copy stands still. */
    private void awaitStream() throws SQLException {
        if (state.phase().stream().isEmpty()) {
            return;
        }
        Direction direction = state.phase().stream().get();
        StreamBeat.travel(
                mysqlOwns ? mysql : postgres,
                mysqlOwns ? postgres : mysql,
                domain.name(),
                direction,
                Patience.of(options.streamPatience(), strangler.stop()));
    }

    private void requireCopy() {
        boolean complete = control.handle()
                .createQuery("SELECT EXISTS (SELECT 1 FROM ficus.backfill WHERE domain = ? AND state = 'done')")
                .bind(0, domain.name())
                .mapTo(Boolean.class)
                .one();
        if (state.phase() == Phase.LEGACY && !complete) {
            throw new FicusException(
                    ErrorCode.BACKFILL_REQUIRED,
                    "the domain has no complete copy in PostgreSQL",
                    "domain " + domain.name(),
                    "make it: ficus backfill " + domain.name());
        }
    }

    private void requireSameEpoch() {
        DomainState now = control.domain(domain.name());
        if (!now.equals(state)) {
            throw new FicusException(
                    ErrorCode.PHASE_CHANGED,
                    "the domain went from phase " + state.phase().word() + " to "
                            + now.phase().word() + " during the verification",
                    "domain " + domain.name(),
                    "run it again: ficus verify " + domain.name());
        }
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
