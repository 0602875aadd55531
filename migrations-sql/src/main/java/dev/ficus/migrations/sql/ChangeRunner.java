package dev.ficus.migrations.sql;

import dev.ficus.core.history.MigrationPlan.Direction;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalInt;
import liquibase.changelog.ChangeSet;
import liquibase.database.Database;
import liquibase.exception.LiquibaseException;
import liquibase.sql.visitor.SqlVisitor;

/**
 * Runs changes through Liquibase on one connection, each together with its record. Lives inside one
 * {@link LiquibaseScope}. Not thread-safe.
 *
 * <p>A change in a transaction (PostgreSQL) and its record commit together: after a crash both are there or neither. Any
 * other change is followed by a {@link StatementJournal}.
 */
final class ChangeRunner {
    private final Connection connection;
    private final HistoryTables tables;
    private final boolean transactionalDdl;
    private final LiquibaseSession liquibase;
    private final HeldConnection held;
    private final Database database;
    private final LoggedExecutor executor;
    private boolean recording;

    ChangeRunner(LiquibaseSession liquibase, HistoryTables tables, boolean transactionalDdl) {
        this.liquibase = liquibase;
        this.connection = liquibase.connection();
        this.tables = tables;
        this.transactionalDdl = transactionalDdl;
        this.held = liquibase.held();
        this.database = liquibase.database();
        this.executor = liquibase.executor();
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

    private boolean run(SqlChange change, boolean ranBefore, OptionalInt from) throws ChangeFailure {
        StatementLog log = StatementLog.counting(0);
        recording = false;
        try {
            ChangeSet changeSet = change.body().changeSet();
            log = log(change, Direction.UP, from);
            if (from.isPresent()) {
                changeSet.setPreconditions(null);
            }
            connection.setAutoCommit(false);
            connection.setAutoCommit(!transactionalDdl && !changeSet.isRunInTransaction());
            return run(change, changeSet, log, ranBefore);
        } catch (LiquibaseException | SQLException | RuntimeException e) {
            rollback(e);
            throw new ChangeFailure(log.number(), log.total(), recording, e);
        } finally {
            held.hold(false);
            executor.use(null);
        }
    }

    private boolean run(SqlChange change, ChangeSet changeSet, StatementLog log, boolean ranBefore)
            throws LiquibaseException, SQLException {
        long start = System.nanoTime();
        held.hold(true);
        executor.use(log);
        ChangeSet.ExecType result = changeSet.execute(change.body().changeLog(), executor.listener(), database);
        executor.use(null);
        recording = true;
        boolean recorded = result != ChangeSet.ExecType.FAILED && result != ChangeSet.ExecType.SKIPPED;
        connection.setAutoCommit(false);
        if (recorded) {
            boolean rerun = ranBefore && result == ChangeSet.ExecType.EXECUTED;
            database.markChangeSetExecStatus(changeSet, rerun ? ChangeSet.ExecType.RERAN : result);
            tables.record(connection, change, RunRecord.now((System.nanoTime() - start) / 1_000_000));
        }
        connection.commit();
        return recorded;
    }

    /** Records a change that does not run now, as Liquibase's changelogSync does. Commits nothing. */
    void record(SqlChange change, boolean ranBefore, RunRecord run) throws LiquibaseException, SQLException {
        held.hold(true);
        try {
            database.markChangeSetExecStatus(
                    change.body().changeSet(),
                    ranBefore ? ChangeSet.ExecType.RERAN : ChangeSet.ExecType.EXECUTED);
            tables.record(connection, change, run);
        } finally {
            held.hold(false);
        }
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
        StatementLog log = StatementLog.counting(0);
        recording = false;
        try {
            log = log(change, Direction.DOWN, from);
            connection.setAutoCommit(!change.body().transactional(Direction.DOWN));
            held.hold(true);
            executor.use(log);
            undo(change.body().changeSet());
            executor.use(null);
            recording = true;
            connection.setAutoCommit(false);
            tables.forget(connection, change.key());
            connection.commit();
        } catch (LiquibaseException | SQLException | RuntimeException e) {
            rollback(e);
            throw new ChangeFailure(log.number(), log.total(), recording, e);
        } finally {
            held.hold(false);
            executor.use(null);
        }
    }

    private void undo(ChangeSet changeSet) throws LiquibaseException {
        ChangeSql sql = liquibase.sql();
        List<SqlVisitor> visitors = sql.visitors(changeSet, Direction.DOWN);
        for (ChangeSql.Part part : sql.parts(changeSet, Direction.DOWN)) {
            executor.execute(part.change(), sql.statements(part), visitors);
        }
    }

    /** A change that goes on is journaled whatever its file says now. */
    private StatementLog log(SqlChange change, Direction direction, OptionalInt from) throws LiquibaseException {
        int total =
                liquibase.sql().texts(change.body().changeSet(), direction).size();
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
