package dev.ficus.migrations.sql.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.history.DownOptions;
import dev.ficus.core.history.MigrationHistory;
import dev.ficus.core.history.MigrationPlan;
import dev.ficus.core.history.MigrationPlan.Direction;
import dev.ficus.core.history.MigrationPlan.PlannedChange;
import dev.ficus.core.history.MigrationPlan.PlannedStatement;
import dev.ficus.core.history.PlanOptions;
import dev.ficus.core.history.Target;
import dev.ficus.core.history.UpOptions;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.progress.StopSignal;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a plan says, and that it is what runs. */
public abstract class PlanContract extends HistoryFixture {
    private static final Pattern OF_THE_HISTORY =
            Pattern.compile("(?i).*(databasechangelog|ficus_|advisory|_LOCK\\(|information_schema|pg_settings"
                    + "|search_path|SAVEPOINT|select version|current_schema|select database).*");
    private static final PlanOptions DOWN = new PlanOptions(Direction.DOWN, new Target.Steps(9), false);

    @TempDir
    private Path elsewhere;

    @Test
    void whatIsPlannedIsWhatRunsInEveryFormat() throws Exception {
        writeAll(SourceFormats.FILES);
        List<String> planned = texts(with(history -> history.plan(PlanOptions.UP)));
        assertThat(planned).hasSize(8).anyMatch(text -> text.endsWith("/* marked */"));
        assertThat(sent(history -> history.up(UpOptions.DEFAULT, Progress.SILENT)))
                .containsExactlyElementsOf(planned);
        List<String> back = texts(with(history -> history.plan(DOWN)));
        assertThat(back).hasSize(7).startsWith("DELETE FROM plain WHERE id = 1", "DROP TABLE plain");
        assertThat(sent(history -> history.down(
                        new DownOptions(Duration.ofSeconds(5), new Target.Steps(9), Optional.empty()),
                        Progress.SILENT,
                        StopSignal.NEVER)))
                .containsExactlyElementsOf(back);
    }

    @Test
    void planNamesTheChangesInTheOrderInWhichTheyRun() throws Exception {
        writeAll(SourceFormats.FILES);
        assertThat(with(history -> history.plan(PlanOptions.UP)).changes())
                .extracting(PlannedChange::id)
                .containsExactly("formatted", "second", "yaml", "xml", "V001__plain");
        up();
        assertThat(with(history -> history.plan(DOWN)).changes())
                .extracting(PlannedChange::id)
                .containsExactly("V001__plain", "xml", "yaml", "second", "formatted");
    }

    @Test
    void planWritesNothing() throws Exception {
        writeAll(SourceFormats.FILES);
        with(history -> history.plan(PlanOptions.UP));
        assertThat(tables()).isEmpty();
        up();
        List<String> before = tables();
        with(history -> history.plan(DOWN));
        assertThat(tables()).isEqualTo(before);
        assertThat(with(MigrationHistory::history)).hasSize(5);
    }

    @Test
    void hashIsTheSameOnEveryMachine() throws Exception {
        writeAll(SourceFormats.FILES);
        String hash = hash();
        for (Map.Entry<String, String> file : SourceFormats.FILES.entrySet()) {
            String windows = "\uFEFF" + file.getValue().replace("\n", "\r\n");
            Files.write(elsewhere.resolve(file.getKey()), windows.getBytes(StandardCharsets.UTF_8));
        }
        DatabaseSettings other = new DatabaseSettings(
                "other",
                database().kind(),
                database().url(),
                database().user(),
                database().password(),
                Optional.of(elsewhere));
        try (MigrationHistory history = open(other)) {
            assertThat(history.plan(PlanOptions.UP).hash()).isEqualTo(hash);
        }
        assertThat(hash).matches("[0-9a-f]{64}");
    }

    @Test
    void hashMovesWithEveryStatementFileAndRecord() throws Exception {
        write("V001__a.sql", "CREATE TABLE a (id int);");
        String one = hash();
        write("V001__a.sql", "CREATE TABLE a (id int, note int);");
        String edited = hash();
        write("V002__b.sql", "CREATE TABLE b (id int);");
        String two = hash();
        up();
        String none = hash();
        assertThat(List.of(one, edited, two, none)).doesNotHaveDuplicates();
        assertThat(hash()).as("nothing moved").isEqualTo(none);
    }

    @Test
    void wayBackIsPartOfTheHashOfItsPlan() throws Exception {
        write("V001__a.sql", "CREATE TABLE a (id int);");
        write("U001__a.sql", "DROP TABLE a;");
        String up = hash();
        up();
        String hash = with(history -> history.plan(DOWN)).hash();
        write("U001__a.sql", "DROP TABLE IF EXISTS a;");
        assertThat(with(history -> history.plan(DOWN)).hash()).isNotEqualTo(hash);
        assertThat(up).isNotEqualTo(hash);
    }

    @Test
    void whatOnlyRunningCanTellIsShownAsAComment() throws Exception {
        write("people.csv", "id\n1\n2\n");
        write("001.yaml", """
            databaseChangeLog:
              - changeSet:
                  id: load
                  author: ana
                  changes:
                    - sql: { sql: "CREATE TABLE people (id int)" }
                    - loadData: { tableName: people, file: people.csv, relativeToChangelogFile: true }
                    - executeCommand: { executable: touch, args: [ { arg: { value: "%s/touched" } } ] }
            """.formatted(elsewhere));
        assertThat(texts(with(history -> history.plan(PlanOptions.UP))))
                .containsExactly(
                        "CREATE TABLE people (id int)",
                        "-- loadData tableName=people: its statements are made when it runs",
                        "-- executeCommand: its statements are made when it runs");
        assertThat(elsewhere.resolve("touched")).doesNotExist();
        up();
        assertThat(column("SELECT id FROM people ORDER BY id")).containsExactly("1", "2");
        assertThat(elsewhere.resolve("touched")).as("it ran with up").exists();
    }

    @Test
    void changesThatRunAgainAreInThePlan() throws Exception {
        write("001.sql", again("INSERT INTO a VALUES (1)"));
        up();
        assertThat(texts(with(history -> history.plan(PlanOptions.UP)))).containsExactly("INSERT INTO log VALUES (1)");
        write("001.sql", again("INSERT INTO a VALUES (2)"));
        assertThat(texts(with(history -> history.plan(PlanOptions.UP))))
                .containsExactly("INSERT INTO log VALUES (1)", "INSERT INTO a VALUES (2)");
    }

    @Test
    void planIsRefusedAsTheRunWouldBe() throws Exception {
        write("V001__a.sql", "CREATE TABLE a (id int);");
        up();
        write("V001__a.sql", "CREATE TABLE a (id bigint);");
        refused(ErrorCode.CHECKSUM_MISMATCH, history -> history.plan(PlanOptions.UP));
        refused(ErrorCode.CHANGE_IRREVERSIBLE, history -> history.plan(DOWN));
    }

    private static String again(String onChange) {
        return """
            --liquibase formatted sql
            --changeset ana:tables
            CREATE TABLE a (id int);
            CREATE TABLE log (id int);
            --changeset ana:always runAlways:true
            INSERT INTO log VALUES (1);
            --changeset ana:onChange runOnChange:true
            %s;
            """.formatted(onChange);
    }

    private String hash() {
        return with(history -> history.plan(PlanOptions.UP)).hash();
    }

    private List<String> sent(Function<MigrationHistory, ?> work) throws Exception {
        try (SentSql sent = SentSql.listen();
                MigrationHistory history = open(sent.settings(database()))) {
            work.apply(history);
            return sent.statements().stream()
                    .filter(sql ->
                            !OF_THE_HISTORY.matcher(sql.replace('\n', ' ')).matches())
                    .toList();
        }
    }

    private void writeAll(Map<String, String> files) throws IOException {
        for (Map.Entry<String, String> file : files.entrySet()) {
            write(file.getKey(), file.getValue());
        }
    }

    private List<String> tables() throws Exception {
        String schema = kind() == DatabaseKind.POSTGRES ? "current_schema()" : "DATABASE()";
        return column("SELECT table_name FROM information_schema.tables WHERE table_schema = " + schema);
    }

    private static List<String> texts(MigrationPlan plan) {
        return plan.changes().stream()
                .flatMap(change -> change.statements().stream())
                .map(PlannedStatement::text)
                .toList();
    }
}
