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
import java.util.List;
import java.util.Optional;

/**
 * One stream of one domain while it runs: the capture of the source, and the applier on the connection that holds the
 * stream's lock. Used by one thread; a failure ends it, and the next session begins by reading the checkpoint.
 */
public final class StreamSession implements AutoCloseable {
    private final ApplyConnection target;
    private final Applier applier;
    private final Capture capture;
    private final BatchAhead batches;
    private Duration lastBatch = Duration.ZERO;

    private StreamSession(ApplyConnection target, Applier applier, Capture capture, BatchAhead batches) {
        this.target = target;
        this.applier = applier;
        this.capture = capture;
        this.batches = batches;
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
            BatchAhead batches = new BatchAhead(
                    domain.name(),
                    capture,
                    applier.cut(),
                    strangler.settings().stream().memory() / 4);
            return Optional.of(new StreamSession(target, applier, capture, batches));
        } catch (RuntimeException e) {
            target.close();
            throw e;
        }
    }

    /** Applies what has come, waiting for at most {@code wait}; returns whether there was anything. */
    public boolean step(Duration wait) {
        Optional<Batch> next = batches.take(wait);
        if (next.isEmpty()) {
            return false;
        }
        try (Batch batch = next.get()) {
            long began = System.nanoTime();
            applier.apply(batch);
            lastBatch = Duration.ofNanos(System.nanoTime() - began);
        }
        capture.confirm(applier.checkpoint().position());
        return true;
    }

    /** How long the newest batch took to be applied and committed; zero before the first. */
    Duration lastBatch() {
        return lastBatch;
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
            batches.close();
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
