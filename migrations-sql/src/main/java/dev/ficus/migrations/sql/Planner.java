package dev.ficus.migrations.sql;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.Problem;
import dev.ficus.core.history.HistoryProblem;
import dev.ficus.core.history.MigrationPlan;
import dev.ficus.core.history.MigrationPlan.Direction;
import dev.ficus.core.history.MigrationPlan.PlannedChange;
import dev.ficus.core.history.MigrationPlan.PlannedStatement;
import dev.ficus.core.history.PlanOptions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import liquibase.exception.LiquibaseException;
import liquibase.exception.UnexpectedLiquibaseException;

/** Works out what a run would do. Only reads. Lives inside {@link Engines#around}. */
final class Planner {
    private final Engines engines;
    private final SqlDialect dialect;
    private final HistoryMessages messages;
    private final PlanOptions options;
    private final Map<ChangeKey, PlannedSql> made = new HashMap<>();

    Planner(Engines engines, SqlDialect dialect, HistoryMessages messages, PlanOptions options) {
        this.engines = engines;
        this.dialect = dialect;
        this.messages = messages;
        this.options = options;
    }

    /** What is due, in the order in which it runs; refuses what the run would refuse. */
    List<SqlChange> due(Comparison comparison) {
        return options.direction() == Direction.UP ? dueUp(comparison) : dueDown(comparison);
    }

    MigrationPlan plan(Comparison comparison) throws SQLException {
        List<PlannedSql> planned = planned(due(comparison));
        StatementEffects effects = dialect.effects(engines.connection());
        List<PlannedChange> changes = new ArrayList<>();
        for (PlannedSql each : planned) {
            List<PlannedStatement> statements = new ArrayList<>();
            for (String text : each.texts()) {
                statements.add(new PlannedStatement(text, effects.of(text)));
            }
            ChangeKey key = each.change().key();
            changes.add(new PlannedChange(key.id(), key.author(), key.file(), each.transactional(), statements));
        }
        return new MigrationPlan(
                options.direction(), changes, PlanHash.of(options.direction(), comparison.record(), planned));
    }

    /** The hash of the plan that runs these changes after this record. */
    String hash(List<RecordedChange> record, List<SqlChange> changes) {
        return PlanHash.of(options.direction(), record, planned(changes));
    }

    private List<SqlChange> dueUp(Comparison comparison) {
        List<HistoryProblem> problems =
                options.outOfOrder() ? comparison.disagreements(messages) : comparison.problems(messages);
        refuse(problems.stream().map(HistoryProblem::problem).toList());
        return new Targets(comparison, messages.commands()).up(options.target());
    }

    private List<SqlChange> dueDown(Comparison comparison) {
        List<RecordedChange> back = new Targets(comparison, messages.commands()).down(options.target());
        List<SqlChange> changes = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (RecordedChange record : back) {
            comparison
                    .change(record)
                    .filter(this::reversible)
                    .ifPresentOrElse(
                            changes::add,
                            () -> problems.add(messages.run().irreversible(record, comparison.change(record))));
        }
        comparison.disagreements(messages).stream()
                .map(HistoryProblem::problem)
                .filter(problem -> problem.code() != ErrorCode.CHANGE_MISSING
                        || problems.stream().noneMatch(other -> other.where().equals(problem.where())))
                .forEach(problems::add);
        refuse(problems);
        return changes;
    }

    private static void refuse(List<Problem> problems) {
        if (!problems.isEmpty()) {
            throw new FicusException(problems, null);
        }
    }

    private boolean reversible(SqlChange change) {
        try {
            return engines.of(change).reversible(change);
        } catch (LiquibaseException | UnexpectedLiquibaseException e) {
            throw unmade(change, e);
        }
    }

    private List<PlannedSql> planned(List<SqlChange> changes) {
        return changes.stream()
                .map(change -> made.computeIfAbsent(change.key(), key -> planned(change)))
                .toList();
    }

    private PlannedSql planned(SqlChange change) {
        Direction direction = options.direction();
        boolean transactional = dialect.transactionalDdl() && change.body().transactional(direction);
        try {
            return new PlannedSql(change, transactional, engines.of(change).texts(change, direction));
        } catch (LiquibaseException | UnexpectedLiquibaseException e) {
            throw unmade(change, e);
        }
    }

    private FicusException unmade(SqlChange change, Exception e) {
        return new FicusException(List.of(messages.run().unmade(change, e)), e);
    }
}
