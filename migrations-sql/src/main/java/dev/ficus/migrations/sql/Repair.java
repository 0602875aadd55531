package dev.ficus.migrations.sql;

import dev.ficus.core.history.ChangeState;
import dev.ficus.core.history.MigrationPlan.Direction;
import dev.ficus.core.history.RepairOptions;
import dev.ficus.core.history.RepairOptions.Action;
import dev.ficus.core.history.RepairReport;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import liquibase.exception.LiquibaseException;

/**
 * Brings one change back to order, under the lock, inside {@link Engines#around}. What it writes about the change commits
 * at once or not at all.
 *
 * @param now files and record, read anew at each call
 */
record Repair(RunContext context, RepairOptions options, Supplier<Comparison> now) {

    RepairReport run() {
        Comparison comparison = now.get();
        ChangeKey key = new RepairTarget(comparison, commands()).key(options.change());
        ChangeState state = comparison.state(key).orElse(ChangeState.PENDING);
        if (state != expected()) {
            throw messages().otherState(key, state, options.action(), comparison.halfApplied(key));
        }
        int statements = context.withEngines(comparison.changes(), engines -> {
            context.tables().create(context.connection());
            return act(engines, comparison, key);
        });
        return new RepairReport(
                key.id(), key.file(), options.action(), now.get().state(key), statements);
    }

    private ChangeState expected() {
        return switch (options.action()) {
            case RECORD_EDIT -> ChangeState.EDITED;
            case FORGET -> ChangeState.MISSING;
            case RESUME, MARK_APPLIED, MARK_ROLLED_BACK -> ChangeState.HALF_APPLIED;
        };
    }

    private int act(Engines engines, Comparison comparison, ChangeKey key) throws SQLException, LiquibaseException {
        if (options.action() == Action.RESUME) {
            return resume(engines, comparison, comparison.halfApplied(key).orElseThrow());
        }
        Connection connection = context.connection();
        connection.setAutoCommit(false);
        try {
            mark(engines, comparison, key);
            connection.commit();
            return 0;
        } catch (SQLException | LiquibaseException | RuntimeException e) {
            connection.rollback();
            throw e;
        }
    }

    private void mark(Engines engines, Comparison comparison, ChangeKey key) throws SQLException, LiquibaseException {
        switch (options.action()) {
            case RECORD_EDIT -> recordEdit(engines, comparison, key);
            case FORGET -> context.tables().forget(context.connection(), key);
            case MARK_APPLIED ->
                markApplied(engines, comparison, comparison.halfApplied(key).orElseThrow());
            case MARK_ROLLED_BACK -> markRolledBack(comparison.halfApplied(key).orElseThrow());
            case RESUME -> throw new IllegalStateException("a change that is resumed is not marked");
        }
    }

    /** A change that Liquibase alone recorded gets a record of ours. */
    private void recordEdit(Engines engines, Comparison comparison, ChangeKey key) throws SQLException {
        SqlChange change = comparison.change(key).orElseThrow();
        RecordedChange old = comparison.recorded(key).orElseThrow();
        String tool = old.toolVersion().orElse("unknown");
        RunRecord run = new RunRecord(Optional.of(old.ranAt()), old.millis(), old.ranBy(), tool);
        new ChangeRecorder(context.connection(), context.tables(), context.dialect()).recordOwn(change, run);
        context.tables()
                .md5(context.connection(), key, engines.of(change).row(change).md5());
    }

    /** Where a way back stopped, the change is in the record still. */
    private void markApplied(Engines engines, Comparison comparison, HalfApplied half)
            throws SQLException, LiquibaseException {
        if (half.direction() == Direction.DOWN) {
            context.tables().delete(context.connection(), "ficus_statement", half.key());
            return;
        }
        SqlChange change = fileOf(comparison, half);
        runner(engines).record(change, comparison.ranBefore(change), RunRecord.said("marked as applied"));
    }

    private void markRolledBack(HalfApplied half) throws SQLException {
        if (half.direction() == Direction.DOWN) {
            context.tables().forget(context.connection(), half.key());
        } else {
            context.tables().delete(context.connection(), "ficus_statement", half.key());
        }
    }

    private int resume(Engines engines, Comparison comparison, HalfApplied half)
            throws SQLException, LiquibaseException {
        SqlChange change = fileOf(comparison, half);
        List<String> texts = engines.of(change).texts(change, half.direction());
        int from = new ResumePoint(half, texts, messages()).from(options.from());
        if (from > half.next()) {
            context.tables()
                    .journal(context.connection(), half.begun().orElseThrow().done());
        }
        context.checkLock();
        try {
            if (half.direction() == Direction.UP) {
                runner(engines).resume(change, comparison.ranBefore(change), from);
            } else {
                runner(engines).resumeUndo(change, from);
            }
        } catch (ChangeRunner.ChangeFailure e) {
            throw half.direction() == Direction.UP
                    ? context.messages().failed(change, e, context.leftovers(change.key()))
                    : context.messages()
                            .failedBack(
                                    change,
                                    e,
                                    context.leftovers(change.key()),
                                    commands().repair(change.key()) + " --resume");
        }
        return texts.size() - from + 1;
    }

    private SqlChange fileOf(Comparison comparison, HalfApplied half) {
        return comparison.change(half.key()).orElseThrow(() -> messages().noFile(half));
    }

    private ChangeRunner runner(Engines engines) {
        return new ChangeRunner(engines, context.tables(), context.dialect());
    }

    private RepairMessages messages() {
        return context.messages().repair();
    }

    private Commands commands() {
        return context.messages().commands();
    }
}
