package dev.ficus.migrations.sql;

import dev.ficus.core.history.MigrationPlan.Direction;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalInt;
import liquibase.exception.LiquibaseException;

/**
 * Runs changes on one connection, each together with its record. Not thread-safe.
 *
 * <p>A change in a transaction (PostgreSQL) and its record commit together: after a crash both are there or neither. Any
 * other change is followed by a {@link StatementJournal}.
 */
final class ChangeRunner {
    private final Connection connection;
    private final Engines engines;
    private final HistoryTables tables;
    private final ChangeRecorder recorder;
    private final boolean transactionalDdl;
    private boolean recording;
    private boolean lockSeen;

    ChangeRunner(Engines engines, HistoryTables tables, SqlDialect dialect) {
        this(engines, tables, dialect, Optional.empty());
    }

    /**
     * @param lock what {@link #lockSeen} tells of
     */
    ChangeRunner(Engines engines, HistoryTables tables, SqlDialect dialect, Optional<HistoryLock> lock) {
        this.connection = engines.connection();
        this.engines = engines;
        this.tables = tables;
        this.recorder = new ChangeRecorder(connection, tables, dialect, lock);
        this.transactionalDdl = dialect.transactionalDdl();
    }

    /**
     * Runs one change and records it.
     *
     * @return false where Liquibase skipped it because of a precondition, or let it fail because of failOnError
     */
    boolean run(SqlChange change, boolean ranBefore) throws ChangeFailure {
        return run(change, ranBefore, OptionalInt.empty());
    }

    /** Goes on with a half-applied change at a statement. Its preconditions held when it began. */
    void resume(SqlChange change, boolean ranBefore, int from) throws ChangeFailure {
        run(change, ranBefore, OptionalInt.of(from));
    }

    /** Records a change that does not run now, as Liquibase's changelogSync does. Commits nothing. */
    void record(SqlChange change, boolean ranBefore, RunRecord run) throws SQLException {
        recorder.record(change, engines.of(change).row(change), ranBefore, true, run);
    }

    /**
     * True where the session was seen to hold the lock after the last change had run. False where that is not known and has
     * to be asked.
     */
    boolean lockSeen() {
        return lockSeen;
    }

    private boolean run(SqlChange change, boolean ranBefore, OptionalInt from) throws ChangeFailure {
        return attempt(change, Direction.UP, from, (engine, log) -> {
            long start = System.nanoTime();
            Optional<ChangeLogRow> row = engine.run(change, log, from.isPresent());
            begin();
            if (row.isPresent()) {
                RunRecord run = RunRecord.now((System.nanoTime() - start) / 1_000_000);
                recorder.record(change, row.get(), ranBefore, log instanceof StatementJournal, run);
                lockSeen = recorder.lockSeen();
            }
            connection.commit();
            return row.isPresent();
        });
    }

    /**
     * Runs the way back of a change and takes the change out of the record. Both commit together as a change and its
     * record do.
     */
    void undo(SqlChange change) throws ChangeFailure {
        undo(change, OptionalInt.empty());
    }

    /** Goes on with a way back at a statement. */
    void resumeUndo(SqlChange change, int from) throws ChangeFailure {
        undo(change, OptionalInt.of(from));
    }

    private void undo(SqlChange change, OptionalInt from) throws ChangeFailure {
        attempt(change, Direction.DOWN, from, (engine, log) -> {
            engine.undo(change, log);
            begin();
            tables.forget(connection, change.key());
            connection.commit();
            return true;
        });
    }

    /** From here on the record is written. */
    private void begin() throws SQLException {
        recording = true;
        connection.setAutoCommit(false);
    }

    @FunctionalInterface
    private interface Attempt {
        boolean make(ChangeEngine engine, StatementLog log) throws SQLException, LiquibaseException;
    }

    private boolean attempt(SqlChange change, Direction direction, OptionalInt from, Attempt attempt)
            throws ChangeFailure {
        StatementLog log = StatementLog.counting(0);
        recording = false;
        lockSeen = false;
        try {
            ChangeEngine engine = engines.of(change);
            log = log(change, direction, engine.texts(change, direction).size(), from);
            connection.setAutoCommit(false);
            connection.setAutoCommit(!change.body().transactional(direction));
            return attempt.make(engine, log);
        } catch (LiquibaseException | SQLException | RuntimeException e) {
            rollback(e);
            throw new ChangeFailure(log.number(), log.total(), recording, e);
        }
    }

    /** A change that goes on is journaled whatever its file says now. */
    private StatementLog log(SqlChange change, Direction direction, int total, OptionalInt from) {
        return from.isEmpty() && transactionalDdl && change.body().transactional(direction)
                ? StatementLog.counting(total)
                : new StatementJournal(connection, tables, change.key(), direction, total, from);
    }

    private void rollback(Exception failure) {
        try {
            if (!connection.getAutoCommit()) {
                connection.rollback();
            }
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    /** A change failed. */
    static final class ChangeFailure extends Exception {
        private final int statement;
        private final int total;
        private final boolean recording;

        ChangeFailure(int statement, int total, boolean recording, Exception cause) {
            super(cause);
            this.statement = statement;
            this.total = total;
            this.recording = recording;
        }

        /** True where all statements ran and the record could not be written. */
        boolean recording() {
            return recording;
        }

        /** The statement that failed, from 1; 0 where none had begun. */
        int statement() {
            return statement;
        }

        int total() {
            return total;
        }
    }
}
