package dev.ficus.migrations.sql.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.Problem;
import dev.ficus.core.history.ChangeState;
import dev.ficus.core.history.ChangeStatus;
import dev.ficus.core.history.DownOptions;
import dev.ficus.core.history.DownReport;
import dev.ficus.core.history.HistoryEntry;
import dev.ficus.core.history.MigrationHistory;
import dev.ficus.core.history.MigrationPlan;
import dev.ficus.core.history.MigrationPlan.Direction;
import dev.ficus.core.history.PlanOptions;
import dev.ficus.core.history.Target;
import dev.ficus.core.history.UpOptions;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.progress.StopSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The way back. */
public abstract class DownContract extends HistoryFixture {

    @Test
    void newestChangeGoesFirstAndItsRecordGoesWithIt() throws Exception {
        twoReversible();
        up();
        assertThat(ids(down(steps(1)))).containsExactly("V002__b");
        assertThat(recorded()).containsExactly("V001__a");
        assertThat(column("SELECT count(*) FROM a")).containsExactly("1");
        assertThat(column("SELECT count(*) FROM DATABASECHANGELOG")).containsExactly("1");
        assertThat(column("SELECT count(*) FROM ficus_change")).containsExactly("1");
        assertThat(ids(down(steps(5)))).containsExactly("V001__a");
        assertThat(recorded()).isEmpty();
        assertThat(up().applied()).as("what was taken back is pending again").hasSize(2);
    }

    @Test
    void orderIsThatOfTheRecordAndNotOfTheFiles() throws Exception {
        write("V002__b.sql", "CREATE TABLE b (id int);");
        write("U002__b.sql", "DROP TABLE b;");
        up();
        write("V001__a.sql", "CREATE TABLE a (id int);");
        write("U001__a.sql", "DROP TABLE a;");
        with(history ->
                history.up(new UpOptions(Duration.ofSeconds(5), Target.ALL, Optional.empty(), true), Progress.SILENT));
        assertThat(ids(down(steps(2)))).containsExactly("V001__a", "V002__b");
    }

    @Test
    void everyFormatHasItsWayBack() throws Exception {
        for (var file : SourceFormats.FILES.entrySet()) {
            write(file.getKey(), file.getValue());
        }
        up();
        assertThat(ids(down(new Target.To("formatted")))).containsExactly("V001__plain", "xml", "yaml", "second");
        assertThat(column("SELECT count(*) FROM formatted")).containsExactly("0");
        down(steps(1));
        assertThat(recorded()).isEmpty();
        assertThat(up().applied()).as("nothing is in the way of another run").hasSize(5);
    }

    @Test
    void downGoesToAChangeOrATagAndLeavesIt() throws Exception {
        twoReversible();
        up();
        with(history -> history.tag("release"));
        write("V003__c.sql", "CREATE TABLE c (id int);");
        write("U003__c.sql", "DROP TABLE c;");
        up();
        assertThat(ids(down(new Target.To("release")))).containsExactly("V003__c");
        assertThat(down(new Target.To("release")).undone())
                .as("it is there already")
                .isEmpty();
        assertThat(ids(down(new Target.To("V001__a")))).containsExactly("V002__b");
    }

    @Test
    void targetThatNeverRanIsUnknown() throws Exception {
        twoReversible();
        up();
        write("V003__c.sql", "CREATE TABLE c (id int);");
        assertThat(refusedDown(ErrorCode.CHANGE_UNKNOWN, new Target.To("V003__c"))
                        .problem())
                .isEqualTo(new Problem(
                        ErrorCode.CHANGE_UNKNOWN,
                        "change V003__c has not run",
                        "database primary",
                        "name a change as ficus migrate history --db primary and ficus migrate status --db primary"
                                + " list them"));
        assertThat(refusedDown(ErrorCode.CHANGE_UNKNOWN, new Target.To("v1"))
                        .problem()
                        .what())
                .isEqualTo("no change that ran and no tag is named v1");
        assertThat(recorded()).hasSize(2);
    }

    @Test
    void allChangesWithoutAWayBackAreNamedBeforeAnythingRuns() throws Exception {
        write("001.yaml", """
            databaseChangeLog:
              - changeSet: { id: insert, author: ana, changes: [ { sql: { sql: "SELECT 1" } } ] }
            """);
        write("V002__b.sql", "CREATE TABLE b (id int);");
        write("V003__c.sql", "CREATE TABLE c (id int);");
        write("hand-made.sql", "CREATE TABLE d (id int);");
        write("U003__c.sql", "DROP TABLE c;");
        up();
        FicusException refused = refusedDown(ErrorCode.CHANGE_IRREVERSIBLE, steps(4));
        assertThat(refused.problems())
                .containsExactlyInAnyOrder(
                        new Problem(
                                ErrorCode.CHANGE_IRREVERSIBLE,
                                "change hand-made has no way back",
                                "migrations/hand-made.sql (database primary)",
                                "undo it with a new change: only files named V...__name.sql can have a file for the way"
                                        + " back"),
                        new Problem(
                                ErrorCode.CHANGE_IRREVERSIBLE,
                                "change V002__b has no way back",
                                "migrations/V002__b.sql (database primary)",
                                "write the statements that undo it into a file U002__b.sql"),
                        new Problem(
                                ErrorCode.CHANGE_IRREVERSIBLE,
                                "change insert has no way back",
                                "migrations/001.yaml (database primary)",
                                "add a rollback to the change: what is written for a way back does not count as an"
                                        + " edit"));
        assertThat(recorded()).hasSize(4);
        assertThat(column("SELECT count(*) FROM c")).as("nothing ran").containsExactly("0");
        write("U002__b.sql", "DROP TABLE b;");
        write("001.yaml", """
            databaseChangeLog:
              - changeSet:
                  id: insert
                  author: ana
                  changes: [ { sql: { sql: "SELECT 1" } } ]
                  rollback: [ { sql: { sql: "SELECT 2" } } ]
            """);
        assertThat(with(MigrationHistory::validate)).as("as the messages say").isEmpty();
    }

    @Test
    void missingAndEditedFilesAreNotTakenBack() throws Exception {
        twoReversible();
        up();
        String text = Files.readString(directory().resolve("V002__b.sql"));
        write("V002__b.sql", "CREATE TABLE b (id bigint);");
        refusedDown(ErrorCode.CHECKSUM_MISMATCH, steps(1));
        Files.delete(directory().resolve("V002__b.sql"));
        Files.delete(directory().resolve("U002__b.sql"));
        FicusException missing = refusedDown(ErrorCode.CHANGE_IRREVERSIBLE, steps(1));
        assertThat(missing.problems()).hasSize(1);
        assertThat(missing.problem().what())
                .isEqualTo("change V002__b has no way back: no file has the change any more");
        refusedDown(ErrorCode.CHANGE_IRREVERSIBLE, steps(2));
        assertThat(recorded()).hasSize(2);
        write("V002__b.sql", text);
        write("U002__b.sql", "DROP TABLE b;");
        assertThat(down(steps(2)).undone()).hasSize(2);
    }

    @Test
    void reviewedPlanRunsAndAnotherIsRefused() throws Exception {
        twoReversible();
        up();
        PlanOptions two = new PlanOptions(Direction.DOWN, steps(2), false);
        String hash = plan(two).hash();
        String back = Files.readString(directory().resolve("U001__a.sql"));
        write("U001__a.sql", "DROP TABLE IF EXISTS a;");
        assertThat(moved(hash, steps(2)).what()).contains("what is due is not what was reviewed");
        write("U001__a.sql", back);
        write("V003__c.sql", "CREATE TABLE c (id int);");
        write("U003__c.sql", "DROP TABLE c;");
        up();
        assertThat(moved(hash, steps(2)))
                .isEqualTo(new Problem(
                        ErrorCode.PLAN_CHANGED,
                        "the plan has changed since it was made: 1 change ran since, by another run: V003__c",
                        "database primary",
                        "nothing has run; review it again with:"
                                + " ficus migrate plan --db primary --down --steps 2"));
        assertThat(recorded()).hasSize(3);
        String again = plan(two).hash();
        assertThat(ids(with(history -> down(history, options(steps(2), Optional.of(again))))))
                .containsExactly("V003__c", "V002__b");
    }

    @Test
    void runThatIsToldToStopEndsBetweenTwoChanges() throws Exception {
        twoReversible();
        up();
        AtomicInteger asked = new AtomicInteger();
        StopSignal second = () -> asked.incrementAndGet() > 1;
        FicusException stopped = refused(
                ErrorCode.INTERRUPTED,
                history -> history.down(options(steps(2), Optional.empty()), Progress.SILENT, second));
        assertThat(stopped.problem().what())
                .isEqualTo("interrupted between two changes: 1 of 2 changes were taken back, and the record says so");
        assertThat(stopped.problem().fix()).isEqualTo("go on with: ficus migrate down --db primary --steps 1 --yes");
        assertThat(recorded()).containsExactly("V001__a");
    }

    @Test
    void secondWayBackOfOneVersionIsRefused() throws Exception {
        twoReversible();
        write("U002__other.sql", "DROP TABLE b;");
        refused(ErrorCode.CHANGE_DUPLICATE, history -> history.plan(PlanOptions.UP));
    }

    @Test
    void wayBackThatFailsWithoutADefinitionLeavesEverythingAsItWas() throws Exception {
        write("V001__a.sql", "CREATE TABLE a (id int);");
        write("V002__b.sql", "INSERT INTO a VALUES (1);");
        write("U002__b.sql", "DELETE FROM a;\nDELETE FROM nowhere;");
        up();
        FicusException failed = refusedDown(ErrorCode.CHANGE_FAILED, steps(1));
        assertThat(failed.problem().what()).startsWith("the way back of change V002__b failed at statement 2 of 2: ");
        assertThat(failed.problem().fix())
                .isEqualTo("the change is applied as before; correct the file, then run:"
                        + " ficus migrate down --db primary --steps 1 --yes");
        assertThat(column("SELECT count(*) FROM a")).containsExactly("1");
        assertThat(states()).containsExactly(ChangeState.APPLIED, ChangeState.APPLIED);
    }

    protected final void twoReversible() throws IOException {
        write("V001__a.sql", "CREATE TABLE a (id int);\nINSERT INTO a VALUES (1);");
        write("U001__a.sql", "DROP TABLE a;");
        write("V002__b.sql", "CREATE TABLE b (id int);");
        write("U002__b.sql", "DROP TABLE b;");
    }

    protected static Target steps(int count) {
        return new Target.Steps(count);
    }

    protected static DownOptions options(Target target, Optional<String> plan) {
        return new DownOptions(Duration.ofSeconds(20), target, plan);
    }

    protected final DownReport down(Target target) {
        return with(history -> down(history, options(target, Optional.empty())));
    }

    protected static DownReport down(MigrationHistory history, DownOptions options) {
        return history.down(options, Progress.SILENT, StopSignal.NEVER);
    }

    protected final FicusException refusedDown(ErrorCode code, Target target) {
        return refused(code, history -> down(history, options(target, Optional.empty())));
    }

    protected final List<ChangeState> states() {
        return with(MigrationHistory::status).changes().stream()
                .map(ChangeStatus::state)
                .toList();
    }

    private Problem moved(String hash, Target target) {
        return refused(ErrorCode.PLAN_CHANGED, history -> down(history, options(target, Optional.of(hash))))
                .problem();
    }

    private MigrationPlan plan(PlanOptions options) {
        return with(history -> history.plan(options));
    }

    private List<String> recorded() {
        return with(MigrationHistory::history).stream().map(HistoryEntry::id).toList();
    }

    private static List<String> ids(DownReport report) {
        return report.undone().stream().map(DownReport.UndoneChange::id).toList();
    }
}
