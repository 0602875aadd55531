package dev.ficus.dualwrite.stream;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.jdbc.SqlFailures;
import dev.ficus.core.settings.DomainSettings;
import dev.ficus.dualwrite.control.BinlogPosition;
import dev.ficus.dualwrite.control.Checkpoint;
import dev.ficus.dualwrite.control.Checkpoints;
import dev.ficus.dualwrite.control.Direction;
import dev.ficus.dualwrite.control.LogSequenceNumber;
import dev.ficus.dualwrite.control.Position;
import dev.ficus.dualwrite.control.Strangler;
import dev.ficus.dualwrite.table.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One stream of one domain while it runs: the capture of the source, and the applier on the connection that holds the
 * stream's lock. Used by one thread; a failure ends it, and the next session begins by reading the checkpoint.
 */
public final class StreamSession implements AutoCloseable {
    private static final int BATCH_TRANSACTIONS = 4_000;
    private static final int BATCH_CHANGES = 40_000;

    private final ApplyConnection target;
    private final Applier applier;
    private final Capture capture;
    /** About how many bytes the stream may hold. */
    private final long memory;

    private Duration lastBatch = Duration.ZERO;

    private StreamSession(ApplyConnection target, Applier applier, Capture capture, long memory) {
        this.target = target;
        this.applier = applier;
        this.capture = capture;
        this.memory = memory;
    }

    /**
     * Opens the stream at its checkpoint; empty where another process holds its lock.
     *
     * @throws FicusException STREAM_SUPERSEDED where the stream has no checkpoint (any more)
     */
    public static Optional<StreamSession> open(
            Strangler strangler, DomainSettings domain, List<Table> tables, Direction direction) {
        return open(strangler, domain, tables, direction, Truncates.STOP, Safeties.ALL);
    }

    /** As {@link #open}, with the safeties of the tests' choice. */
    static Optional<StreamSession> open(
            Strangler strangler,
            DomainSettings domain,
            List<Table> tables,
            Direction direction,
            Truncates truncates,
            Safeties safeties) {
        Optional<ApplyConnection> opened = ApplyConnection.open(strangler, domain.name(), direction, tables, safeties);
        if (opened.isEmpty()) {
            return Optional.empty();
        }
        ApplyConnection target = opened.get();
        try {
            Checkpoint checkpoint = checkpoint(target.connection(), domain.name(), direction);
            Applier applier = new Applier(
                    target,
                    checkpoint,
                    strangler.hook(),
                    safeties,
                    Misfits.of(domain.divergence(), target.connection(), checkpoint, strangler.progress()));
            CaptureRules rules = new CaptureRules(safeties.echoes(), truncates, safeties.structure());
            Capture capture = capture(
                    strangler, domain, tables, checkpoint, safeties.readBack().from(checkpoint), rules);
            return Optional.of(new StreamSession(
                    target, applier, capture, strangler.settings().stream().memory()));
        } catch (RuntimeException e) {
            target.close();
            throw e;
        }
    }

    /** Applies what has come, waiting for at most {@code wait}; returns whether there was anything. */
    public boolean step(Duration wait) {
        Optional<SourceTransaction> first = capture.poll(wait);
        if (first.isEmpty()) {
            return false;
        }
        List<SourceTransaction> batch = new ArrayList<>();
        try {
            gather(first, batch);
            long began = System.nanoTime();
            applier.apply(batch);
            lastBatch = Duration.ofNanos(System.nanoTime() - began);
        } finally {
            batch.forEach(transaction -> transaction.changes().close());
        }
        capture.confirm(applier.checkpoint().position());
        return true;
    }

    /** How long the newest batch took to be applied and committed; zero before the first. */
    Duration lastBatch() {
        return lastBatch;
    }

    private void gather(Optional<SourceTransaction> first, List<SourceTransaction> batch) {
        long changes = 0;
        long weight = 0;
        Optional<SourceTransaction> next = first;
        while (next.isPresent()) {
            batch.add(next.get());
            changes += next.get().changes().size();
            weight += next.get().weight();
            boolean full = batch.size() >= BATCH_TRANSACTIONS || changes >= BATCH_CHANGES || weight >= memory / 4;
            next = full ? Optional.empty() : capture.poll(Duration.ZERO);
        }
    }

    /** Where the stream stands, if a statement stopped it behind which it may go on. */
    Optional<StructureStop> structureStop() {
        return capture.behindStatement().map(behind -> new StructureStop(applier.checkpoint(), behind));
    }

    /** How far the target is; committed. */
    public Checkpoint checkpoint() {
        return applier.checkpoint();
    }

    @Override
    public void close() {
        try {
            capture.close();
        } finally {
            target.close();
        }
    }

    private static Capture capture(
            Strangler strangler,
            DomainSettings domain,
            List<Table> tables,
            Checkpoint checkpoint,
            Position start,
            CaptureRules rules) {
        if (start instanceof BinlogPosition position) {
            EndOfCopy.refuseLoss(
                    strangler.mysql(),
                    checkpoint,
                    new BinlogRefusal(domain.name(), tables.get(0).database()));
            return new MysqlCapture(
                    strangler.mysql(),
                    tables.get(0).database(),
                    tables,
                    domain.name(),
                    position,
                    rules,
                    strangler.settings().stream());
        }
        String slot = new ReverseSlot(strangler.postgres(), domain.name()).name();
        return new PostgresCapture(
                strangler.postgres(),
                tables,
                domain.name(),
                slot,
                (LogSequenceNumber) start,
                rules,
                strangler.settings().stream());
    }

    private static Checkpoint checkpoint(Connection connection, String domain, Direction direction) {
        try {
            Optional<Checkpoint> stored = Checkpoints.read(connection, domain, direction);
            if (stored.isPresent()) {
                stored = Optional.of(EndOfCopy.forgetWhenPassed(connection, stored.get()));
            }
            connection.commit();
            return stored.orElseThrow(() -> new FicusException(
                    ErrorCode.STREAM_SUPERSEDED,
                    "the " + direction.word() + " stream has no checkpoint",
                    "domain " + domain,
                    "look where the domain stands: ficus status"));
        } catch (SQLException e) {
            throw SqlFailures.onStatement(
                    e, "domain " + domain, ErrorCode.CONNECTION_LOST, "check the server; the stream begins again");
        }
    }
}
