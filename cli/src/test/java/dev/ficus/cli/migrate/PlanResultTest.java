package dev.ficus.cli.migrate;

import static dev.ficus.cli.migrate.PrintedResult.LEGACY;
import static dev.ficus.cli.migrate.PrintedResult.PRIMARY;
import static dev.ficus.cli.migrate.PrintedResult.json;
import static dev.ficus.cli.migrate.PrintedResult.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ficus.cli.report.Summary;
import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.Problem;
import dev.ficus.core.history.ChangeText;
import dev.ficus.core.history.MigrationPlan;
import dev.ficus.core.history.MigrationPlan.Direction;
import dev.ficus.core.history.MigrationPlan.ObjectLock;
import dev.ficus.core.history.MigrationPlan.PlannedChange;
import dev.ficus.core.history.MigrationPlan.PlannedStatement;
import dev.ficus.core.history.MigrationPlan.StatementEffect;
import dev.ficus.core.history.PlanOptions;
import dev.ficus.core.history.Target;
import dev.ficus.core.history.UpOptions;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.progress.StopSignal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PlanResultTest {
    private static final String HASH = "a".repeat(64);
    private static final MigrationPlan PLAN = new MigrationPlan(
            Direction.UP,
            List.of(new PlannedChange(
                    "V007__status",
                    "ana",
                    "V007__status.sql",
                    true,
                    List.of(
                            new PlannedStatement(
                                    "ALTER TABLE orders\n  ADD COLUMN status text NOT NULL DEFAULT 'new'",
                                    new StatementEffect(
                                            List.of(new ObjectLock(
                                                    "table orders",
                                                    "ACCESS EXCLUSIVE",
                                                    "reads and writes wait for the moment that the catalog takes")),
                                            OptionalLong.empty(),
                                            true)),
                            new PlannedStatement(
                                    "UPDATE orders SET status = 'old'",
                                    new StatementEffect(List.of(), OptionalLong.of(12000), true)),
                            new PlannedStatement("CALL refresh()", StatementEffect.UNKNOWN)))),
            HASH);

    @Test
    void planShowsStatementsLocksAndRowsWithinEightyColumns() {
        PlanResult result = PlanResult.of(Direction.UP, List.of(PlanResult.of(PRIMARY, PLAN)), true, "up --db primary");
        assertThat(text(result)).isEqualTo("""
                primary (postgres): 1 change
                  V007__status  V007__status.sql  in a transaction
                    ALTER TABLE orders
                      ADD COLUMN status text NOT NULL DEFAULT 'new'
                      locks: table orders, ACCESS EXCLUSIVE: reads and writes wait for the
                             moment that the catalog takes
                    UPDATE orders SET status = 'old'
                      locks: none that others wait for
                      touches: about 12,000 rows
                    CALL refresh()
                      locks: not known
                plan %s
                """.formatted(HASH));
        assertThat(text(result).lines().mapToInt(String::length).max().orElse(0))
                .isLessThanOrEqualTo(80);
        assertThat(result.next()).contains("migrate up --db primary --plan " + HASH);
    }

    @Test
    void documentOfAPlanHasEverythingAndNothingElse() {
        PlanResult result = PlanResult.of(Direction.UP, List.of(PlanResult.of(PRIMARY, PLAN)), true, "up");
        assertThat(json(result).at("/databases/0/changes/0/statements").size()).isEqualTo(3);
        assertThat(json(result).at("/hash").asText()).isEqualTo(HASH);
        PlanResult failed = PlanResult.of(Direction.DOWN, List.of(PlanResult.of(PRIMARY, PLAN)), false, "down");
        Problem problem = new Problem(ErrorCode.CANNOT_CONNECT, "no", "there", "look");
        assertThat(json(failed, problem).get("hash").isNull())
                .as("a plan that is not whole cannot be handed on")
                .isTrue();
    }

    @Test
    void hashOfSeveralPlansIsTheOneOfTheirNamesAndHashesInOrder() {
        PlanResult.Database one = PlanResult.of(LEGACY, new MigrationPlan(Direction.UP, List.of(), "1"));
        PlanResult.Database two = PlanResult.of(PRIMARY, new MigrationPlan(Direction.UP, List.of(), "2"));
        PlanResult both = PlanResult.of(Direction.UP, List.of(one, two), true, "up");
        assertThat(both.hash()).isEqualTo(ChangeText.sha256("legacy 1\nprimary 2\n"));
        assertThat(PlanResult.of(Direction.UP, List.of(one), true, "up").hash()).isEqualTo("1");
        assertThat(both.next()).as("there is nothing to run").contains("migrate status");
    }

    @Test
    void planThatMovedOnOneDatabaseKeepsAllOthersFromRunning() {
        Map<String, FakeHistory> before = Map.of("legacy", new FakeHistory("one"), "primary", new FakeHistory("two"));
        String reviewed = combined(before);
        Map<String, FakeHistory> moved =
                Map.of("legacy", new FakeHistory("one"), "primary", new FakeHistory("two", "three"));
        FicusException refused = catchThrowableOfType(FicusException.class, () -> up(moved, reviewed));
        assertThat(refused.code()).isEqualTo(ErrorCode.PLAN_CHANGED);
        assertThat(moved.get("legacy").history()).as("nothing ran anywhere").isEmpty();
        assertThat(up(before, reviewed).problems()).isEmpty();
        assertThat(before.get("legacy").history())
                .as("the plan that was reviewed runs")
                .hasSize(1);
    }

    @Test
    void hashOfOneDatabaseInARunOverSeveralNamesTheOptionThatIsMissing() {
        Map<String, FakeHistory> histories =
                Map.of("legacy", new FakeHistory("one"), "primary", new FakeHistory("two"));
        String own = histories.get("primary").plan(PlanOptions.UP).hash();
        FicusException refused = catchThrowableOfType(FicusException.class, () -> up(histories, own));
        assertThat(refused.problem().fix()).isEqualTo("that is the plan of primary alone: add --db primary");
    }

    @Test
    void summaryFoldsEachChangeAndCannotBeBrokenByItsText() {
        MigrationPlan nasty = new MigrationPlan(
                Direction.UP,
                List.of(new PlannedChange(
                        "a|b<script>",
                        "ana",
                        "x.sql",
                        false,
                        List.of(new PlannedStatement("SELECT '```'", StatementEffect.UNKNOWN)))),
                HASH);
        PlanResult result = PlanResult.of(Direction.UP, List.of(PlanResult.of(PRIMARY, nasty)), true, "up");
        assertThat(Summary.of("ficus migrate plan", result, List.of())).isEqualTo("""
                ## ficus migrate plan

                | database | kind | plan |
                | --- | --- | --- |
                | primary | postgres | 1 change |

                <details>
                <summary>primary: a\\|b&lt;script&gt; (1 statement)</summary>

                x.sql, not in a transaction

                ````sql
                SELECT '```'
                ````

                * locks: not known

                </details>

                Run exactly this: `ficus migrate up --plan %s`
                """.formatted(HASH));
    }

    private static String combined(Map<String, FakeHistory> histories) {
        return PlanResult.combined(List.of(
                PlanResult.of(LEGACY, histories.get("legacy").plan(PlanOptions.UP)),
                PlanResult.of(PRIMARY, histories.get("primary").plan(PlanOptions.UP))));
    }

    private static UpRun.Finished up(Map<String, FakeHistory> histories, String plan) {
        UpOptions options = new UpOptions(Duration.ZERO, Target.ALL, Optional.of(plan), false);
        return new UpRun(options, "ficus migrate plan", Progress.SILENT)
                .over(List.of(LEGACY, PRIMARY), database -> histories.get(database.name()), StopSignal.NEVER);
    }
}
