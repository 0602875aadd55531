package dev.ficus.dualwrite.backfill;

import static java.util.stream.Collectors.joining;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.Problem;
import dev.ficus.core.jdbc.SqlFailures;
import dev.ficus.core.settings.DomainSettings;
import dev.ficus.dualwrite.backfill.BackfillRecord.State;
import dev.ficus.dualwrite.connect.MysqlServer;
import dev.ficus.dualwrite.control.Beats;
import dev.ficus.dualwrite.control.BinlogPosition;
import dev.ficus.dualwrite.control.Checkpoints;
import dev.ficus.dualwrite.control.Control;
import dev.ficus.dualwrite.control.ControlFailures;
import dev.ficus.dualwrite.control.Direction;
import dev.ficus.dualwrite.control.DomainState;
import dev.ficus.dualwrite.control.Patience;
import dev.ficus.dualwrite.control.Phase;
import dev.ficus.dualwrite.control.PostgresFence;
import dev.ficus.dualwrite.control.SessionLock;
import dev.ficus.dualwrite.control.Strangler;
import dev.ficus.dualwrite.scan.ScanOptions;
import dev.ficus.dualwrite.scan.ScanRefusal;
import dev.ficus.dualwrite.scan.ScanReport;
import dev.ficus.dualwrite.scan.ValueScan;
import dev.ficus.dualwrite.stream.CascadeRule;
import dev.ficus.dualwrite.stream.MysqlPosition;
import dev.ficus.dualwrite.stream.PostgresReplication;
import dev.ficus.dualwrite.stream.StreamSession;
import dev.ficus.dualwrite.table.MysqlCatalog;
import dev.ficus.dualwrite.table.PostgresCatalog;
import dev.ficus.dualwrite.table.Table;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.JdbiException;

/**
 * Copies a domain from MySQL to PostgreSQL while the application goes on, and takes it from phase legacy to mirroring.
 *
 * <p>The order keeps every row: the position of the log is read; a row is committed on MySQL (the barrier, without which
 * a transaction may stand in the log before that position and still be invisible to the first read; gh-ost issue 1038);
 * all chunks are copied; only then is the log replayed from that position, over the copy, up to the end of the copy;
 * then the indexes and keys that were down are built again. Copy and replay never run at the same time: a delete applied
 * before its chunk is written would come back to life.
 *
 * <p>Every stage is recorded, so after a crash or a stop the same call goes on where it was.
 */
public final class Backfill {
    private static final String FIX = "correct the cause, then run it again: it goes on where it stopped";
    private static final Duration FENCE_PATIENCE = Duration.ofSeconds(30);
    private static final Duration REPLAY_STEP = Duration.ofMillis(100);

    private final Strangler strangler;
    private final DomainSettings domain;
    private final BackfillOptions options;
    private final Control control;
    private final Connection mysql;
    private final List<Table> tables;

    private Backfill(
            Strangler strangler, DomainSettings domain, BackfillOptions options, Control control, Connection mysql)
            throws SQLException {
        this.strangler = strangler;
        this.domain = domain;
        this.options = options;
        this.control = control;
        this.mysql = mysql;
        this.tables = PostgresCatalog.resolve(control.handle().getConnection(), MysqlCatalog.tables(mysql, domain));
    }

    /**
     * Runs, or goes on with, the backfill of a domain.
     *
     * @throws FicusException LOCK_HELD where another process copies the domain; RIGHT_MISSING; BACKFILL_DONE where the domain is past
     *     phase legacy; SOURCE_REPLACED, TABLE_MISMATCH, VALUE_NOT_CONVERTIBLE; INTERRUPTED at a chunk's boundary
     */
    public static BackfillReport run(Strangler strangler, String domainName, BackfillOptions options) {
        long began = System.nanoTime();
        Attempts attempts = new Attempts(strangler, domainName, options.patience());
        while (true) {
            try {
                return attempt(strangler, domainName, options, attempts, began);
            } catch (FicusException e) {
                attempts.again(e);
            }
        }
    }

    private static BackfillReport attempt(
            Strangler strangler, String domainName, BackfillOptions options, Attempts attempts, long began) {
        DomainSettings domain = strangler.domain(domainName);
        BackfillOptions now = attempts.resumes() ? options.resuming() : options;
        try (Control control = Control.open(strangler.postgres());
                Connection mysql = strangler.mysql().open()) {
            return new Backfill(strangler, domain, now, control, mysql).run(attempts, began);
        } catch (SQLException e) {
            throw SqlFailures.onStatement(e, "backfill of domain " + domainName, ErrorCode.BACKFILL_FAILED, FIX);
        } catch (JdbiException e) {
            throw ControlFailures.translate(e, "backfill of domain " + domainName, ErrorCode.BACKFILL_FAILED, FIX);
        }
    }

    private BackfillReport run(Attempts attempts, long began) throws SQLException {
        lock();
        if (attempts.resumes() && BackfillRecord.done(control, domain.name())) {
            return report(0, began); // the answer of its last commit was lost
        }
        DomainState state = legacy();
        Connection postgres = control.handle().getConnection();
        CascadeRule.check(mysql, tables);
        if (!options.restart()) {
            new CopiedChoices(control, domain.name()).check(tables);
        }
        PostgresCatalog.check(postgres, tables, new DetachedObjects(control, domain.name()).withoutKey());
        refuseWithoutRight(postgres);
        MysqlPosition.check(mysql);
        refuseValues();
        new PostgresFence(postgres, domain.name(), tables).take(Patience.of(FENCE_PATIENCE, strangler.stop()));
        PostgresFence.admit(postgres, domain.name());
        if (options.restart()) {
            forget();
        }
        BackfillRecord record = begun();
        attempts.begun();
        if (record.state() == State.COPYING) {
            copy(attempts.errors());
            endCopy(state, record.start());
        }
        long replayed = 0;
        if (stage() == State.REPLAYING) {
            replayed = replay();
            BackfillRecord.advance(control, domain.name(), State.REBUILDING);
        }
        rebuild();
        finish(state);
        return report(replayed, began);
    }

    private BackfillReport report(long replayed, long began) {
        ChunkLedger ledger = new ChunkLedger(control, domain.name());
        return new BackfillReport(
                domain.name(), ledger.summary(), replayed, Duration.ofNanos(System.nanoTime() - began));
    }

    private void lock() throws SQLException {
        if (!SessionLock.postgres(control.handle().getConnection(), "backfill:" + domain.name())) {
            throw new FicusException(
                    ErrorCode.LOCK_HELD,
                    "another process copies the domain",
                    "domain " + domain.name(),
                    "wait for it, or stop it and run: ficus backfill " + domain.name());
        }
    }

    private DomainState legacy() {
        control.register(domain.name());
        DomainState state = control.domain(domain.name());
        if (state.phase() != Phase.LEGACY) {
            throw new FicusException(
                    ErrorCode.BACKFILL_DONE,
                    "the domain is copied already: it is in phase "
                            + state.phase().word(),
                    "domain " + domain.name(),
                    "keep it fresh with: ficus sync " + domain.name()
                            + (state.phase() == Phase.MIRRORING
                                    ? "; to copy it anew, go back first: ficus cutover rollback " + domain.name()
                                            + " --to legacy"
                                    : ""));
        }
        return state;
    }

    /** Before anything is fenced or copied: the copy and the replay need it. */
    private void refuseWithoutRight(Connection postgres) throws SQLException {
        Optional<Problem> missing = PostgresReplication.mayNotApply(
                postgres, "PostgreSQL " + strangler.postgres().settings() + ", domain " + domain.name());
        if (missing.isPresent()) {
            throw new FicusException(List.of(missing.get()), null);
        }
    }

    /** Before anything is written, and before an earlier copy is given up. What was begun is not looked at again. */
    private void refuseValues() throws SQLException {
        if (!options.restart()) {
            if (BackfillRecord.read(control, domain.name()).isPresent()) {
                return;
            }
            refuseRows();
        }
        ScanReport report = ValueScan.beforeCopy(mysql, tables, options.scan(), strangler.progress(), strangler.stop());
        if (!report.found().isEmpty()) {
            throw new FicusException(ScanRefusal.problem(report, domain.name()));
        }
    }

    private void forget() throws SQLException {
        control.handle().useTransaction(transaction -> {
            // Foreign keys of tables outside the domain refuse this, which is right: their rows would point at nothing.
            transaction.execute(
                    "TRUNCATE " + tables.stream().map(Table::postgresName).collect(joining(", ")));
            new ChunkLedger(control, domain.name()).clear();
            Checkpoints.remove(transaction.getConnection(), domain.name(), Direction.FORWARD);
            BackfillRecord.clear(control, domain.name());
        });
    }

    private BackfillRecord begun() throws SQLException {
        String server = MysqlPosition.server(mysql);
        Optional<BackfillRecord> present = BackfillRecord.read(control, domain.name());
        if (present.isPresent()) {
            // A copy that is not complete may hold rows of transactions which a replica never got, and nothing tells.
            // The end of a complete one is known, and the stream refuses a server that lacks anything before it.
            if (present.get().state() == State.COPYING
                    && !present.get().sourceServer().equals(server)) {
                throw new FicusException(
                        ErrorCode.SOURCE_REPLACED,
                        "the copy began on another MySQL server, which may have had rows that this one never got",
                        "domain " + domain.name(),
                        "go back to that server, or begin anew: ficus backfill " + domain.name() + " --restart --yes");
            }
            return present.get();
        }
        refuseRows();
        BinlogPosition now = MysqlPosition.current(mysql);
        // The set of MySQL's GTIDs would keep what the barrier is there for, so both are switched off together.
        BinlogPosition start = options.barrier() ? now : now.withoutGtids();
        strangler.hook().at("backfill.position-read");
        if (options.barrier()) {
            Beats.send(mysql, domain.name());
        }
        new CopiedChoices(control, domain.name()).record(tables);
        BackfillRecord.begin(control, domain.name(), server, start);
        strangler.hook().at("backfill.begun");
        return BackfillRecord.read(control, domain.name()).orElseThrow();
    }

    private void refuseRows() throws SQLException {
        for (Table table : tables) {
            try (Statement statement = control.handle().getConnection().createStatement();
                    ResultSet row =
                            statement.executeQuery("SELECT EXISTS (SELECT 1 FROM " + table.postgresName() + ")")) {
                row.next();
                if (row.getBoolean(1)) {
                    throw new FicusException(
                            ErrorCode.TABLE_NOT_EMPTY,
                            "table " + table.name() + " has rows in PostgreSQL that no backfill wrote",
                            "PostgreSQL " + table.name(),
                            "empty it, or have it emptied: ficus backfill " + domain.name() + " --restart --yes");
                }
            }
        }
    }

    private void copy(CopyErrors errors) throws SQLException {
        new DetachedObjects(control, domain.name()).detach(tables);
        strangler.hook().at("backfill.detached");
        CopySource source = source();
        try {
            new CopyRun(strangler, domain.name(), control, mysql, tables, options).run(source, errors);
        } catch (FicusException e) {
            throw e.code() == ErrorCode.VALUE_NOT_CONVERTIBLE && !options.scan().none() ? allRefused(e) : e;
        }
    }

    /** The server of this connection is the one that the copy began on; a replica must have reached the start. */
    private CopySource source() throws SQLException {
        if (options.replica().isEmpty()) {
            return new CopySource(strangler.mysql(), false, Optional.of(MysqlPosition.server(mysql)));
        }
        MysqlServer replica = options.replica().get();
        Optional<String> reached = options.barrier()
                ? Optional.of(new ReplicaWait(strangler, domain.name(), options.patience()).await(mysql, replica))
                : Optional.empty();
        return new CopySource(replica, true, reached);
    }

    /** The copy met one; the user shall see all at once. */
    private FicusException allRefused(FicusException one) {
        ScanOptions all = options.scan().limitedTo(OptionalLong.empty());
        ScanReport report = ValueScan.run(mysql, tables, all, strangler.progress(), strangler.stop());
        return report.found().isEmpty()
                ? one
                : new FicusException(List.of(ScanRefusal.problemOfCopy(report, domain.name())), one);
    }

    /**
     * The end of the log is read after the last chunk: from there on every change must fit exactly. The beat before it
     * makes sure that the GTIDs at that place hold everything the copy could see.
     */
    private void endCopy(DomainState state, BinlogPosition start) throws SQLException {
        Beats.send(mysql, domain.name());
        BinlogPosition end = MysqlPosition.current(mysql);
        control.handle().useTransaction(transaction -> {
            Checkpoints.begin(transaction.getConnection(), domain.name(), Direction.FORWARD, state.epoch(), start, end);
            BackfillRecord.copied(control, domain.name(), end);
        });
        strangler.hook().at("backfill.copied");
    }

    private long replay() throws SQLException {
        strangler.progress().step(domain.name(), "building primary keys");
        new Rebuild(strangler, domain.name(), options.workers()).keys(tables);
        strangler.hook().at("backfill.keyed");
        strangler.progress().step(domain.name(), "replaying what changed during the copy");
        long wanted = Beats.send(mysql, domain.name());
        try (StreamSession session = StreamSession.open(strangler, domain, tables, Direction.FORWARD)
                .orElseThrow(() -> new FicusException(
                        ErrorCode.LOCK_HELD,
                        "another process runs the forward stream",
                        "domain " + domain.name(),
                        "stop it, then run: ficus backfill " + domain.name()))) {
            while (session.checkpoint().beat() < wanted) {
                refuseStop();
                session.step(REPLAY_STEP);
                strangler.hook().at("backfill.replaying");
            }
            return session.checkpoint().changes();
        }
    }

    private void rebuild() throws SQLException {
        strangler.progress().step(domain.name(), "building indexes and foreign keys");
        new Rebuild(strangler, domain.name(), options.workers()).run(tables);
        strangler.hook().at("backfill.rebuilt");
    }

    private void finish(DomainState state) {
        control.handle().useTransaction(transaction -> {
            BackfillRecord.advance(control, domain.name(), State.DONE);
            control.changePhase(state, Phase.MIRRORING);
        });
        strangler.hook().at("backfill.finished");
    }

    private State stage() {
        return BackfillRecord.read(control, domain.name()).orElseThrow().state();
    }

    private void refuseStop() {
        if (strangler.stop().requested()) {
            throw CopyRun.stopped(domain.name());
        }
    }
}
