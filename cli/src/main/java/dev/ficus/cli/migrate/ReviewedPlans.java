package dev.ficus.cli.migrate;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.history.MigrationHistory;
import dev.ficus.core.history.PlanOptions;
import dev.ficus.core.progress.StopSignal;
import dev.ficus.core.settings.DatabaseSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The plan of each database of a run whose plans were reviewed together. All plans are made and compared before anything
 * runs anywhere; each database then gets its own hash, and checks it once more under its lock.
 */
final class ReviewedPlans {
    private final Map<String, String> hashes;

    private ReviewedPlans(Map<String, String> hashes) {
        this.hashes = hashes;
    }

    /**
     * Compares.
     *
     * @param reviewed what {@code plan} printed for this selection; empty where nothing was reviewed
     * @param planCommand what makes the plan again
     * @throws FicusException PLAN_CHANGED, or why a plan cannot be made; nothing ran
     */
    static ReviewedPlans check(
            Optional<String> reviewed,
            PlanOptions options,
            String planCommand,
            List<DatabaseSettings> databases,
            Function<DatabaseSettings, MigrationHistory> histories) {
        if (reviewed.isEmpty()) {
            return new ReviewedPlans(Map.of());
        }
        if (databases.size() == 1) {
            return new ReviewedPlans(Map.of(databases.get(0).name(), reviewed.get()));
        }
        return several(reviewed.get(), options, planCommand, databases, histories);
    }

    Optional<String> of(DatabaseSettings database) {
        return Optional.ofNullable(hashes.get(database.name()));
    }

    private static ReviewedPlans several(
            String reviewed,
            PlanOptions options,
            String planCommand,
            List<DatabaseSettings> databases,
            Function<DatabaseSettings, MigrationHistory> histories) {
        MigrateRun.Outcome<PlanResult.Database> plans = new MigrateRun<>(
                        histories,
                        (database, history) -> PlanResult.of(database, history.plan(options)),
                        StopSignal.NEVER)
                .over(databases);
        plans.failure().ifPresent(failure -> {
            throw failure;
        });
        if (!reviewed.equals(PlanResult.combined(plans.reports()))) {
            throw changed(reviewed, planCommand, plans.reports());
        }
        Map<String, String> hashes = new HashMap<>();
        plans.reports().forEach(plan -> hashes.put(plan.name(), plan.hash()));
        return new ReviewedPlans(hashes);
    }

    private static FicusException changed(String reviewed, String planCommand, List<PlanResult.Database> plans) {
        String names =
                String.join(", ", plans.stream().map(PlanResult.Database::name).toList());
        String fix = plans.stream()
                .filter(plan -> plan.hash().equals(reviewed))
                .findFirst()
                .map(plan -> "that is the plan of " + plan.name() + " alone: add --db " + plan.name())
                .orElse("make the plan again and review it: " + planCommand);
        return new FicusException(
                ErrorCode.PLAN_CHANGED,
                "the plan is not the one that was reviewed; nothing ran",
                "databases " + names,
                fix);
    }
}
