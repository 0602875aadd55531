package dev.ficus.cli.migrate;

import static dev.ficus.cli.migrate.PrintedResult.CONTENT;
import static dev.ficus.cli.migrate.PrintedResult.LEGACY;
import static dev.ficus.cli.migrate.PrintedResult.PRIMARY;
import static dev.ficus.cli.migrate.PrintedResult.json;
import static dev.ficus.cli.migrate.PrintedResult.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.Problem;
import dev.ficus.core.history.BaselineReport;
import dev.ficus.core.history.ChangeState;
import dev.ficus.core.history.DownOptions;
import dev.ficus.core.history.NewChange;
import dev.ficus.core.history.RepairOptions.Action;
import dev.ficus.core.history.RepairReport;
import dev.ficus.core.history.TagReport;
import dev.ficus.core.history.Target;
import dev.ficus.core.history.UnlockReport;
import dev.ficus.core.history.UpOptions;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.progress.StopSignal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OtherResultsTest {
    private static final Problem PROBLEM = new Problem(ErrorCode.LOCK_HELD, "held", "database content", "wait");

    @Test
    void repairTellsWhatWasDoneAndWhereTheChangeStandsNow() {
        RepairResult resumed = RepairResult.of(
                LEGACY, new RepairReport("V1", "V1.sql", Action.RESUME, Optional.of(ChangeState.APPLIED), 2));
        assertThat(text(resumed)).isEqualTo("""
                legacy (mysql): resumed, 2 statements ran
                  V1  V1.sql  now applied
                """);
        assertThat(resumed.next()).contains("migrate status --db legacy");
        assertThat(json(resumed).get("action").asText()).isEqualTo("resume");
        RepairResult forgotten =
                RepairResult.of(LEGACY, new RepairReport("V1", "V1.sql", Action.FORGET, Optional.empty(), 0));
        assertThat(text(forgotten)).endsWith("\n  V1  V1.sql\n");
        assertThat(json(forgotten).get("state").isNull()).isTrue();
    }

    @Test
    void baselineTellsWhatIsRecordedAndWhatWasLeftOut() {
        BaselineReport report = new BaselineReport(
                List.of(new BaselineReport.BaselinedChange("V1__a", "ana", "V1__a.sql")),
                3,
                List.of(new BaselineReport.LeftOut("0 << Flyway Schema Creation >>", "no migration of the project")));
        BaselineResult result = new BaselineResult(List.of(BaselineResult.of(PRIMARY, report)));
        assertThat(text(result)).isEqualTo("""
                primary (postgres): 1 change recorded as applied, 3 recorded before
                  V1__a  V1__a.sql
                  left out: 0 << Flyway Schema Creation >>: no migration of the project
                """);
        assertThat(json(result, PROBLEM).at("/databases/0/leftOut/0/reason").asText())
                .isEqualTo("no migration of the project");
    }

    @Test
    void tagTellsTheWayBack() {
        TagResult result = new TagResult("before", List.of(TagResult.of(PRIMARY, new TagReport("before", "V1"))));
        assertThat(text(result)).isEqualTo("primary (postgres): before is V1\n");
        assertThat(result.next()).contains("migrate plan --down --to before --db primary");
        assertThat(json(result, PROBLEM).get("tag").asText()).isEqualTo("before");
    }

    @Test
    void unlockTellsWhoHeldTheLock() {
        UnlockReport.Holder dead = new UnlockReport.Holder(
                "session 17 of ana", Optional.of("10.0.0.7"), Optional.of(Duration.ofSeconds(61)), false);
        UnlockResult result = new UnlockResult(List.of(
                UnlockResult.of(PRIMARY, new UnlockReport(Optional.empty(), false)),
                UnlockResult.of(CONTENT, new UnlockReport(Optional.of(dead), true))));
        assertThat(text(result)).isEqualTo("""
                primary (postgres): nobody holds the lock
                content (mongo): freed the lock of session 17 of ana at 10.0.0.7, 61 seconds old
                """);
        assertThat(json(result).at("/databases/1/holder/ageSeconds").asLong()).isEqualTo(61);
        assertThat(json(result, PROBLEM).at("/databases/0/holder").isNull()).isTrue();
    }

    @Test
    void newNamesTheFilesThatItWrote() {
        NewResult result = NewResult.of(
                PRIMARY, new NewChange("V2__x", List.of(Path.of("m", "V2__x.sql"), Path.of("m", "U2__x.sql"))));
        assertThat(text(result)).isEqualTo("wrote m/V2__x.sql\nwrote m/U2__x.sql\n");
        assertThat(result.next()).contains("migrate lint --db primary");
        assertThat(json(result).get("files").size()).isEqualTo(2);
    }

    @Test
    void downTellsWhatWasTakenBack() {
        FakeHistory history = new FakeHistory("one", "two");
        history.up(UpOptions.DEFAULT, Progress.SILENT);
        DownRun.Finished finished = down(history);
        assertThat(text(finished.result())).isEqualTo("""
                primary (postgres): 1 change in 9 ms
                  two  x.sql  7 ms
                """);
        assertThat(json(finished.result()).at("/databases/0/undone/0/id").asText())
                .isEqualTo("two");
    }

    @Test
    void downThatFailsStillTellsWhatWasTakenBackBefore() {
        FakeHistory history = new FakeHistory("one", "stuck", "three");
        history.up(UpOptions.DEFAULT, Progress.SILENT);
        DownRun.Finished finished = down(history);
        assertThat(text(finished.result())).isEqualTo("""
                primary (postgres): failed after 1 change
                  three  three.sql  12 ms
                """);
        assertThat(finished.problems()).hasSize(1);
        json(finished.result(), finished.problems().get(0));
    }

    private static DownRun.Finished down(FakeHistory history) {
        DownOptions options = new DownOptions(Duration.ZERO, new Target.Steps(1), Optional.empty());
        return new DownRun(options, "ficus migrate plan --down", Progress.SILENT)
                .over(List.of(PRIMARY), database -> history, StopSignal.NEVER);
    }
}
