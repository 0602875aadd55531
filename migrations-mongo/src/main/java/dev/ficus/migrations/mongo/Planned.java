package dev.ficus.migrations.mongo;

import dev.ficus.core.history.MigrationPlan;
import dev.ficus.core.history.MigrationPlan.PlannedChange;
import dev.ficus.core.history.MigrationPlan.PlannedStatement;
import dev.ficus.core.history.PlanOptions;
import java.util.List;

/** A plan as it is shown: each command in relaxed Extended JSON, with what it locks and touches. */
final class Planned {
    private final OpenHistory history;
    private final PlanOptions options;
    private final Effects effects;

    private Planned(OpenHistory history, PlanOptions options) {
        this.history = history;
        this.options = options;
        this.effects = new Effects(history.mongo().database());
    }

    static MigrationPlan plan(OpenHistory history, PlanOptions options) {
        Plans plans = new Plans(history, history.compare());
        List<MongoChange> changes = plans.changes(options);
        Planned planned = new Planned(history, options);
        return new MigrationPlan(
                options.direction(),
                changes.stream().map(planned::change).toList(),
                plans.hash(options.direction(), changes));
    }

    private PlannedChange change(MongoChange change) {
        boolean transaction = change.transaction() != MongoChange.Transaction.NONE
                && change.runsInTransaction(history.mongo().hasTransactions());
        return new PlannedChange(
                change.id(),
                change.key().author(),
                change.file(),
                transaction,
                Plans.operations(change, options.direction()).stream()
                        .map(this::statement)
                        .toList());
    }

    private PlannedStatement statement(Operation operation) {
        return new PlannedStatement(operation.text(history.mongo().database().getName()), effects.of(operation));
    }
}
