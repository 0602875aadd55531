package dev.ficus.migrations.sql.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.Problem;
import dev.ficus.core.history.ChangeState;
import dev.ficus.core.history.HistoryEntry;
import dev.ficus.core.history.HistoryProblem;
import dev.ficus.core.history.MigrationHistory;
import dev.ficus.core.history.MigrationPlan.PlannedChange;
import dev.ficus.core.history.PlanOptions;
import dev.ficus.core.history.Target;
import dev.ficus.core.history.UpOptions;
import dev.ficus.core.history.UpReport;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.progress.StopSignal;
import dev.ficus.core.settings.DatabaseKind;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs up to a plan, a target or a late file. */
public abstract class UpOptionsContract extends HistoryFixture {
    private static final Duration WAIT = Duration.ofSeconds(20);

    @BeforeEach
    void threeChanges() throws IOException {
        write("V001__a.sql", "CREATE TABLE a (id int);");
        write("V002__b.sql", "CREATE TABLE b (id int);");
        write("V003__c.sql", "CREATE TABLE c (id int);");
    }

    @Test
    void reviewedPlanRuns() {
        String hash = with(history -> history.plan(PlanOptions.UP)).hash();
        assertThat(up(planned(hash)).applied()).hasSize(3);
        String none = with(history -> history.plan(PlanOptions.UP)).hash();
        assertThat(up(planned(none)).applied()).as("a plan of nothing").isEmpty();
    }

    @Test
    void changeWrittenSinceTheReviewIsNamedAndNothingRuns() throws Exception {
        String hash = with(history -> history.plan(PlanOptions.UP)).hash();
        write("V004__d.sql", "CREATE TABLE d (id int);");
        write("V005__e.sql", "CREATE TABLE e (id int);");
        assertThat(refused(ErrorCode.PLAN_CHANGED, history -> up(history, planned(hash)))
                        .problems())
                .containsExactly(new Problem(
                        ErrorCode.PLAN_CHANGED,
                        "the plan has changed since it was made: 2 changes more are pending: V004__d, V005__e",
                        "database primary",
                        "nothing has run; review it again with: ficus migrate plan --db primary"));
        assertNothingRan();
        Files.delete(directory().resolve("V005__e.sql"));
        Files.delete(directory().resolve("V004__d.sql"));
        write("V002.5__d.sql", "CREATE TABLE d (id int);");
        assertThat(moved(hash)).endsWith(": 1 change more is pending: V002.5__d");
        assertNothingRan();
    }

    @Test
    void editedPendingFileIsSeenAndNothingRuns() throws Exception {
        String hash = with(history -> history.plan(PlanOptions.UP)).hash();
        write("V002__b.sql", "CREATE TABLE b (id bigint);");
        assertThat(moved(hash)).endsWith("what is due is not what was reviewed; due now: V001__a, V002__b, V003__c");
        assertNothingRan();
    }

    @Test
    void whatAnotherRunAppliedSinceTheReviewIsNamedAndNothingMoreRuns() throws Exception {
        String hash = with(history -> history.plan(PlanOptions.UP)).hash();
        up(new UpOptions(WAIT, new Target.Steps(2), Optional.empty(), false));
        assertThat(moved(hash)).endsWith(": 2 changes ran since, by another run: V001__a, V002__b");
        assertThat(with(MigrationHistory::history)).hasSize(2);
        up();
        assertThat(moved(hash)).endsWith(": 3 changes ran since, by another run: V001__a, V002__b, V003__c");
    }

    @Test
    void planIsComparedUnderTheLock() throws Exception {
        String hash = with(history -> history.plan(PlanOptions.UP)).hash();
        try (SentSql sent = SentSql.listen();
                MigrationHistory history = open(sent.settings(database()))) {
            String lock = kind() == DatabaseKind.POSTGRES ? "pg_try_advisory_lock" : "GET_LOCK";
            sent.before(lock, connection -> up(new UpOptions(WAIT, new Target.Steps(1), Optional.empty(), false)));
            assertThat(catchThrowableOfType(FicusException.class, () -> up(history, planned(hash)))
                            .code())
                    .as("another run came between")
                    .isEqualTo(ErrorCode.PLAN_CHANGED);
        }
        assertThat(with(MigrationHistory::history)).hasSize(1);
    }

    @Test
    void upStopsAfterTheChangeThatItIsToldOf() throws Exception {
        assertThat(ids(up(to("V002__b")))).containsExactly("V001__a", "V002__b");
        assertThat(ids(up(to("V003__c.sql")))).containsExactly("V003__c");
    }

    @Test
    void upTakesSoManySteps() throws Exception {
        assertThat(ids(up(new UpOptions(WAIT, new Target.Steps(2), Optional.empty(), false))))
                .containsExactly("V001__a", "V002__b");
        assertThat(ids(up(new UpOptions(WAIT, new Target.Steps(5), Optional.empty(), false))))
                .containsExactly("V003__c");
    }

    @Test
    void targetThatIsNotPendingIsUnknown() throws Exception {
        write("004.sql", formatted());
        write("005.sql", formatted());
        assertThat(unknown("V009__x")).isEqualTo("no change is named V009__x");
        assertThat(unknown("x")).isEqualTo("2 changes are meant by x: 004.sql::x, 005.sql::x");
        assertNothingRan();
        up(to("004.sql::x"));
        assertThat(unknown("004.sql::x")).isEqualTo("change 004.sql::x has run already");
    }

    @Test
    void lateFilesAreRefusedInOneProblemAndRunWhenAllowed() throws Exception {
        up();
        write("V000__y.sql", "CREATE TABLE y (id int);");
        write("V001.5__z.sql", "CREATE TABLE z (id int);");
        Problem late = new Problem(
                ErrorCode.CHANGE_OUT_OF_ORDER,
                "2 changes have not run, and sort before V003__c.sql, which has: V000__y, V001.5__z",
                "migrations/V000__y.sql (database primary)",
                "rename the files so that they sort after V003__c.sql, or run them as they are with:"
                        + " ficus migrate up --db primary --out-of-order");
        assertThat(refused(ErrorCode.CHANGE_OUT_OF_ORDER, history -> up(history, UpOptions.DEFAULT))
                        .problems())
                .containsExactly(late);
        refused(ErrorCode.CHANGE_OUT_OF_ORDER, history -> history.plan(PlanOptions.UP));
        assertThat(with(MigrationHistory::validate))
                .extracting(HistoryProblem::problem)
                .containsExactly(late);
        PlanOptions allowed = new PlanOptions(PlanOptions.UP.direction(), Target.ALL, true);
        String hash = with(history -> history.plan(allowed)).hash();
        assertThat(with(history -> history.plan(allowed)).changes())
                .extracting(PlannedChange::id)
                .containsExactly("V000__y", "V001.5__z");
        assertThat(ids(up(new UpOptions(WAIT, Target.ALL, Optional.of(hash), true))))
                .containsExactly("V000__y", "V001.5__z");
        assertThat(with(MigrationHistory::status).count(ChangeState.APPLIED)).isEqualTo(5);
        assertThat(up().applied()).as("in order again").isEmpty();
    }

    @Test
    void runThatIsToldToStopEndsBetweenTwoChanges() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        StopSignal second = () -> asked.incrementAndGet() > 1;
        UpOptions twoOfThree = new UpOptions(WAIT, new Target.Steps(2), Optional.empty(), false);
        FicusException stopped =
                refused(ErrorCode.INTERRUPTED, history -> history.up(twoOfThree, Progress.SILENT, second));
        assertThat(stopped.problem())
                .isEqualTo(new Problem(
                        ErrorCode.INTERRUPTED,
                        "interrupted between two changes: 1 of 2 changes ran, and the record says so",
                        "database primary",
                        "go on with: ficus migrate up --db primary --steps 1"));
        assertThat(with(MigrationHistory::history)).extracting(HistoryEntry::id).containsExactly("V001__a");
        assertThat(up().applied()).hasSize(2);
    }

    @Test
    void changeThatFreesTheLockStopsTheRunBeforeTheNextChange() throws Exception {
        String free =
                kind() == DatabaseKind.POSTGRES ? "SELECT pg_advisory_unlock_all();" : "SELECT RELEASE_ALL_LOCKS();";
        write("V002__b.sql", free);
        FicusException stopped = refused(ErrorCode.CONNECTION_LOST, history -> up(history, UpOptions.DEFAULT));
        assertThat(stopped.problem().what())
                .isEqualTo("the session of this run no longer holds the lock of the history");
        assertThat(with(MigrationHistory::history))
                .extracting(HistoryEntry::id)
                .as("V003 would have run beside another run")
                .containsExactly("V001__a", "V002__b");
        assertThat(ids(up(UpOptions.DEFAULT))).containsExactly("V003__c");
    }

    private static String formatted() {
        return """
            --liquibase formatted sql
            --changeset ana:x
            SELECT 1;
            """;
    }

    private String moved(String hash) {
        return refused(ErrorCode.PLAN_CHANGED, history -> up(history, planned(hash)))
                .problem()
                .what();
    }

    private String unknown(String target) {
        return refused(ErrorCode.CHANGE_UNKNOWN, history -> up(history, to(target)))
                .problem()
                .what();
    }

    private void assertNothingRan() {
        assertThat(with(MigrationHistory::history)).isEmpty();
        assertThat(with(MigrationHistory::status).count(ChangeState.APPLIED)).isZero();
    }

    private static UpOptions planned(String hash) {
        return new UpOptions(WAIT, Target.ALL, Optional.of(hash), false);
    }

    private static UpOptions to(String change) {
        return new UpOptions(WAIT, new Target.To(change), Optional.empty(), false);
    }

    private UpReport up(UpOptions options) {
        return with(history -> up(history, options));
    }

    private static UpReport up(MigrationHistory history, UpOptions options) {
        return history.up(options, Progress.SILENT);
    }

    private static List<String> ids(UpReport report) {
        return report.applied().stream().map(UpReport.AppliedChange::id).toList();
    }
}
