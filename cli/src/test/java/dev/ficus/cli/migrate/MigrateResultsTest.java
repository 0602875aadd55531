package dev.ficus.cli.migrate;

import static dev.ficus.cli.migrate.PrintedResult.CONTENT;
import static dev.ficus.cli.migrate.PrintedResult.LEGACY;
import static dev.ficus.cli.migrate.PrintedResult.PRIMARY;
import static dev.ficus.cli.migrate.PrintedResult.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ficus.cli.output.JsonDocument;
import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.history.ChangeState;
import dev.ficus.core.history.ChangeStatus;
import dev.ficus.core.history.HistoryStatus;
import dev.ficus.core.history.MigrationHistory;
import dev.ficus.core.history.UpOptions;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.progress.StopSignal;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.core.settings.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MigrateResultsTest {
    @Test
    void upStopsAtTheFirstFailureAndReportsWhatRanOnEachDatabase() {
        Map<String, FakeHistory> histories = Map.of(
                "legacy", new FakeHistory("one", "two"),
                "primary", new FakeHistory("three", "broken", "four"),
                "content", new FakeHistory("five"));
        UpRun.Finished finished = up(histories, StopSignal.NEVER);

        assertThat(text(finished.result())).isEqualTo("""
                        legacy (mysql): 2 changes in 1.5 s
                          one  one.sql  12 ms
                          two  two.sql  12 ms
                        primary (postgres): failed after 1 change
                          three  three.sql  12 ms
                        content (mongo): not reached
                        """);
        assertThat(finished.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(ErrorCode.CHANGE_FAILED));
        assertThat(histories.get("legacy").closed()).isTrue();
        assertThat(histories.get("primary").closed())
                .as("closed after a failure too")
                .isTrue();
        assertThat(histories.get("content").history()).isEmpty();
    }

    @Test
    void stopThatIsAskedForTakesEffectBeforeTheNextDatabase() {
        FakeHistory legacy = new FakeHistory("one");
        Map<String, FakeHistory> histories =
                Map.of("legacy", legacy, "primary", new FakeHistory(), "content", new FakeHistory());
        UpRun.Finished finished = up(histories, () -> !legacy.history().isEmpty());
        assertThat(text(finished.result())).isEqualTo("""
                        legacy (mysql): 1 change in 1.5 s
                          one  one.sql  12 ms
                        primary (postgres): failed, nothing applied
                        content (mongo): not reached
                        """);
        assertThat(finished.problems().get(0).code().kind().exitCode()).isEqualTo(130);
    }

    @Test
    void statusCountsAndAlignsAndNamesTheWorstFirst() {
        HistoryStatus status = new HistoryStatus(List.of(
                new ChangeStatus("one", "ana", "one.sql", ChangeState.APPLIED),
                new ChangeStatus("long-name", "ana", "long-name.sql", ChangeState.EDITED),
                new ChangeStatus("three", "ana", "three.sql", ChangeState.HALF_APPLIED),
                new ChangeStatus("four", "ana", "four.sql", ChangeState.PENDING)));
        StatusResult result = new StatusResult(
                List.of(StatusResult.of(LEGACY, status), StatusResult.of(CONTENT, new HistoryStatus(List.of()))));
        assertThat(text(result)).isEqualTo("""
                        legacy (mysql): 1 applied, 1 pending, 1 edited, 1 half-applied
                          applied       one        one.sql
                          edited        long-name  long-name.sql
                          half-applied  three      three.sql
                          pending       four       four.sql
                        content (mongo): no changes
                        """);
        assertThat(result.next()).contains("migrate validate");
        assertThat(result.notUpToDate())
                .extracting(problem -> problem.code() + ": " + problem.what() + ": " + problem.fix())
                .containsExactly(
                        "CHANGE_HALF_APPLIED: 1 change is half-applied: run: ficus migrate validate --db legacy",
                        "CHECKSUM_MISMATCH: 1 change is edited: run: ficus migrate validate --db legacy",
                        "CHANGES_PENDING: 1 change is pending: run: ficus migrate up --db legacy");
    }

    @Test
    void statusAsJson() {
        HistoryStatus status =
                new HistoryStatus(List.of(new ChangeStatus("one", "ana", "one.sql", ChangeState.APPLIED)));
        assertThat(JsonDocument.of(new StatusResult(List.of(StatusResult.of(LEGACY, status))), List.of()))
                .isEqualTo("""
                        {
                          "document" : "ficus/migrate-status/v1",
                          "databases" : [ {
                            "name" : "legacy",
                            "kind" : "mysql",
                            "applied" : 1,
                            "pending" : 0,
                            "edited" : 0,
                            "missing" : 0,
                            "halfApplied" : 0,
                            "changes" : [ {
                              "id" : "one",
                              "author" : "ana",
                              "file" : "one.sql",
                              "state" : "applied"
                            } ]
                          } ]
                        }
                        """);
    }

    @Test
    void historyShowsWhatIsKnownAndADashForWhatIsNot() {
        FakeHistory history = new FakeHistory("one");
        history.up(UpOptions.DEFAULT, Progress.SILENT);
        HistoryResult result = new HistoryResult(List.of(HistoryResult.of(LEGACY, history.history())));
        assertThat(text(result)).isEqualTo("""
                        legacy (mysql): 1 change
                          2026-01-02T03:04:05Z  one  12 ms  ana@build-7  one.sql  -  -
                        """);
        assertThat(JsonDocument.of(result, List.of())).contains("\"checksum\" : null", "\"millis\" : 12");
    }

    @Test
    void databasesWithoutMigrationsAreLeftOutUnlessTheyAreNamed() {
        DatabaseSettings bare = new DatabaseSettings(
                "bare", DatabaseKind.MYSQL, "jdbc:mysql://h/b", Optional.empty(), Optional.empty(), Optional.empty());
        Settings settings = new Settings(Path.of("ficus.yaml"), List.of(LEGACY, bare, PRIMARY), Optional.empty());
        assertThat(MigrateRun.selected(settings, List.of())).containsExactly(LEGACY, PRIMARY);
        assertThat(MigrateRun.selected(settings, List.of("primary", "legacy")))
                .as("the order of the file")
                .containsExactly(LEGACY, PRIMARY);
        assertThat(failure(settings, "bare").code()).isEqualTo(ErrorCode.CONFIG_INVALID);
        assertThat(failure(settings, "primry").problem().fix()).isEqualTo("did you mean primary?");
    }

    private static FicusException failure(Settings settings, String name) {
        return catchThrowableOfType(FicusException.class, () -> MigrateRun.selected(settings, List.of(name)));
    }

    private static UpRun.Finished up(Map<String, FakeHistory> histories, StopSignal stop) {
        return new UpRun(UpOptions.DEFAULT, "ficus migrate plan", Progress.SILENT)
                .over(
                        List.of(LEGACY, PRIMARY, CONTENT),
                        database -> (MigrationHistory) histories.get(database.name()),
                        stop);
    }
}
