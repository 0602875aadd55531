package dev.ficus.migrations.sql.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.Problem;
import dev.ficus.core.history.BaselineOptions;
import dev.ficus.core.history.BaselineOptions.OtherTool;
import dev.ficus.core.history.BaselineReport;
import dev.ficus.core.history.BaselineReport.BaselinedChange;
import dev.ficus.core.history.BaselineReport.LeftOut;
import dev.ficus.core.history.ChangeReference;
import dev.ficus.core.history.ChangeState;
import dev.ficus.core.history.ChangeText;
import dev.ficus.core.history.HistoryEntry;
import dev.ficus.core.history.MigrationHistory;
import dev.ficus.core.history.UpReport;
import dev.ficus.core.progress.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.Test;

/** Databases that were there before their history, and histories that another tool has kept. */
public abstract class BaselineContract extends SqlFixture {

    @Test
    void filesUpToAChangeAreRecordedWithoutRunning() throws Exception {
        for (int number = 1; number <= 3; number++) {
            write("V" + number + "__t.sql", "CREATE TABLE t" + number + " (id int);");
        }
        BaselineReport report = with(baseline(Optional.empty(), Optional.of("V2__t")));
        assertThat(report)
                .isEqualTo(new BaselineReport(
                        List.of(
                                new BaselinedChange("V1__t", "", "V1__t.sql"),
                                new BaselinedChange("V2__t", "", "V2__t.sql")),
                        0,
                        List.of()));
        HistoryEntry entry = with(MigrationHistory::history).get(1);
        assertThat(entry.toolVersion()).get().asString().startsWith("Ficus ").endsWith(", baseline");
        assertThat(entry.millis()).isEmpty();
        assertThat(entry.checksum()).isPresent();
        assertThat(column("SELECT EXECTYPE FROM DATABASECHANGELOG")).containsExactly("EXECUTED", "EXECUTED");
        assertThat(with(baseline(Optional.empty(), Optional.of("V2__t"))).alreadyRecorded())
                .isEqualTo(2);
        assertThat(up().applied()).extracting(UpReport.AppliedChange::id).containsExactly("V3__t");
    }

    @Test
    void changeThatIsHalfAppliedOrUnknownStopsABaseline() throws Exception {
        write("V1__t.sql", "CREATE TABLE t1 (id int);");
        refused(ErrorCode.CHANGE_UNKNOWN, baseline(Optional.empty(), Optional.of("V9__t")));
        write("V2__half.sql", journaled("CREATE TABLE t2 (id int);\nCREATE TABLE t2 (id int);"));
        refused(
                ErrorCode.CHANGE_FAILED,
                history -> history.up(dev.ficus.core.history.UpOptions.DEFAULT, Progress.SILENT));
        refused(ErrorCode.CHANGE_HALF_APPLIED, baseline(Optional.empty(), Optional.empty()));
    }

    @Test
    void toolThatHasRecordedNothingHereIsRefused() throws Exception {
        write("V1__t.sql", "CREATE TABLE t1 (id int);");
        for (OtherTool tool : OtherTool.values()) {
            Problem problem =
                    refused(ErrorCode.BASELINE_REFUSED, baseline(tool)).problem();
            assertThat(problem.fix()).endsWith("; nothing has been recorded");
        }
        assertThat(with(MigrationHistory::history)).isEmpty();
    }

    @Test
    void historyThatFlywayKeptGoesOn() throws Exception {
        write("V001__a.sql", "\uFEFFCREATE TABLE a (id int);\r\n-- done\r\n");
        write("V1.1__b.sql", "CREATE TABLE b (id int);\n");
        Path repeatable = write("R__view.sql", "CREATE VIEW v AS SELECT 1 AS one;\n");
        flyway(configuration -> {}).migrate();
        Files.delete(repeatable);
        write("V2__c.sql", "CREATE TABLE c (id int);\n");
        BaselineReport report = with(baseline(OtherTool.FLYWAY));
        assertThat(report.recorded()).extracting(BaselinedChange::id).containsExactly("V001__a", "V1.1__b");
        assertThat(report.leftOut()).extracting(LeftOut::entry).containsExactly("R__view.sql");
        HistoryEntry entry = with(MigrationHistory::history).get(0);
        assertThat(entry.ranBy()).isEqualTo(database().user());
        assertThat(entry.millis()).isPresent();
        assertThat(entry.ranAt())
                .isBetween(Instant.now().minusSeconds(600), Instant.now().plusSeconds(5));
        assertThat(entry.toolVersion()).get().asString().startsWith("Flyway, taken over by Ficus ");
        assertThat(with(MigrationHistory::validate)).isEmpty();
        assertThat(up().applied()).extracting(UpReport.AppliedChange::id).containsExactly("V2__c");
        assertThat(with(baseline(OtherTool.FLYWAY)).alreadyRecorded()).isEqualTo(2);
    }

    @Test
    void everyScriptOfFlywayThatDiffersOrIsGoneIsToldAndNothingIsRecorded() throws Exception {
        for (int number = 1; number <= 3; number++) {
            write("V" + number + "__t.sql", "CREATE TABLE t" + number + " (id int);\n");
        }
        flyway(configuration -> {}).migrate();
        write("V1__t.sql", "CREATE TABLE t1 (id  int);\n");
        Files.delete(directory().resolve("V2__t.sql"));
        assertThat(refused(ErrorCode.BASELINE_REFUSED, baseline(OtherTool.FLYWAY))
                        .problems())
                .extracting(Problem::what)
                .satisfiesExactly(
                        what -> assertThat(what)
                                .matches(
                                        "V1__t.sql is not what ran there: Flyway's checksum is -?\\d+, that of the file"
                                                + " -?\\d+"),
                        what -> assertThat(what)
                                .isEqualTo("V2__t.sql ran there, and there is no plain file V2__t.sql here"));
        assertThat(with(MigrationHistory::history)).isEmpty();
    }

    @Test
    void baselineOfFlywayStandsForTheFilesBeforeIt() throws Exception {
        write("V1__a.sql", "CREATE TABLE a (id int);\n");
        write("V2__b.sql", "CREATE TABLE b (id int);\n");
        write("V3__c.sql", "CREATE TABLE c (id int);\n");
        Flyway flyway =
                flyway(configuration -> configuration.baselineVersion("2").target("3"));
        flyway.baseline();
        flyway.migrate();
        BaselineReport report = with(baseline(OtherTool.FLYWAY));
        assertThat(report.recorded()).extracting(BaselinedChange::id).containsExactly("V1__a", "V2__b", "V3__c");
        assertThat(report.leftOut())
                .containsExactly(new LeftOut(
                        "<< Flyway Baseline >>",
                        "Flyway's baseline: the files up to its version are recorded as applied"));
        assertThat(up().applied()).isEmpty();
    }

    @Test
    void failedRunsAndOtherKindsOfFlywayAreRefusedOrToldByName() throws Exception {
        write("V1__a.sql", "CREATE TABLE a (id int);\n");
        write("V2__b.sql", "CREATE TABLE b (id int);\n");
        flyway(configuration -> {}).migrate();
        String columns =
                "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, checksum,"
                        + " installed_by, execution_time, success) VALUES ";
        execute(
                columns + "(3, '2', 'b', 'UNDO_SQL', 'U2__b.sql', 1, 'x', 1, true)",
                columns + "(4, '4', 'java', 'JDBC', 'db.V4__java', NULL, 'x', 1, true)",
                columns + "(0, NULL, 'made', 'SCHEMA', 's', NULL, 'x', 1, true)");
        BaselineReport report = with(baseline(OtherTool.FLYWAY));
        assertThat(report.recorded()).extracting(BaselinedChange::id).containsExactly("V1__a");
        assertThat(report.leftOut()).extracting(LeftOut::entry).containsExactly("s", "U2__b.sql", "db.V4__java");
        execute(columns + "(5, '5', 'bad', 'SQL', 'V5__bad.sql', 1, 'x', 1, false)");
        assertThat(refused(ErrorCode.BASELINE_REFUSED, baseline(OtherTool.FLYWAY))
                        .problem()
                        .what())
                .isEqualTo("V5__bad.sql failed there");
    }

    @Test
    void whatFlywayRanBehindTheLastChangeIsTold() throws Exception {
        write("V1__a.sql", "CREATE TABLE a (id int);\n");
        write("V2__b.sql", "CREATE TABLE b (id int);\n");
        flyway(configuration -> {}).migrate();
        BaselineReport report = with(baseline(Optional.of(OtherTool.FLYWAY), Optional.of("V1__a")));
        assertThat(report.recorded()).hasSize(1);
        assertThat(report.leftOut()).containsExactly(new LeftOut("V2__b.sql", "ran there, and comes after V1__a"));
    }

    @Test
    void historyThatLiquibaseKeptUnderAnotherPathGoesOn() throws Exception {
        Path other = Files.createDirectories(directory().resolveSibling("other/db"));
        String text =
                "--liquibase formatted sql\n--changeset ana:a\nCREATE TABLE a (id int);\n--changeset ana:b\nCREATE TABLE b"
                        + " (id int);\n";
        Files.writeString(other.resolve("001.sql"), text);
        LiquibaseItself.update(database(), directory().resolveSibling("other"), "db/001.sql");
        write("001.sql", text + "--changeset ana:c\nCREATE TABLE c (id int);\n");
        assertThat(with(MigrationHistory::validate)).as("the paths differ").hasSize(2);
        BaselineReport report = with(baseline(OtherTool.LIQUIBASE));
        assertThat(report.recorded())
                .containsExactly(
                        new BaselinedChange("a", "ana", "001.sql"), new BaselinedChange("b", "ana", "001.sql"));
        assertThat(column("SELECT DISTINCT FILENAME FROM DATABASECHANGELOG")).containsExactly("001.sql");
        assertThat(with(MigrationHistory::validate)).isEmpty();
        HistoryEntry entry = with(MigrationHistory::history).get(0);
        assertThat(entry.checksum()).isPresent();
        assertThat(entry.toolVersion())
                .get()
                .asString()
                .startsWith("Liquibase 4.33")
                .contains(", taken over by Ficus ");
        assertThat(up().applied()).extracting(UpReport.AppliedChange::id).containsExactly("c");
        assertThat(with(baseline(OtherTool.LIQUIBASE)).alreadyRecorded()).isEqualTo(3);
        LiquibaseItself.update(database(), directory(), "001.sql");
        assertThat(column("SELECT COUNT(*) FROM DATABASECHANGELOG"))
                .as("Liquibase agrees")
                .containsExactly("3");
    }

    @Test
    void changesOfLiquibaseThatDifferOrAreGoneOrHaveSeveralFilesAreAllTold() throws Exception {
        String head = "--liquibase formatted sql\n";
        Path other = Files.createDirectories(directory().resolveSibling("other"));
        Files.writeString(
                other.resolve("x.sql"),
                head
                        + "--changeset ana:a\nCREATE TABLE a (id int);\n--changeset ana:b\nCREATE TABLE b (id int);\n"
                        + "--changeset ana:c\nCREATE TABLE c (id int);\n");
        LiquibaseItself.update(database(), other, "x.sql");
        write("1.sql", head + "--changeset ana:a\nCREATE TABLE a (id bigint);\n--changeset ana:b\nSELECT 1;\n");
        write("2.sql", head + "--changeset ana:b\nSELECT 1;\n");
        assertThat(refused(ErrorCode.BASELINE_REFUSED, baseline(OtherTool.LIQUIBASE))
                        .problems())
                .extracting(Problem::what)
                .satisfiesExactly(
                        what -> assertThat(what)
                                .startsWith("x.sql::a::ana is not what ran there: Liquibase's checksum is 9:"),
                        what -> assertThat(what).isEqualTo("x.sql::b::ana ran there, and here 2 files may have it"),
                        what -> assertThat(what).isEqualTo("x.sql::c::ana ran there, and here no file has it"));
        assertThat(column("SELECT DISTINCT FILENAME FROM DATABASECHANGELOG")).containsExactly("x.sql");
    }

    @Test
    void historyThatPrismaKeptGoesOnInBothLayouts() throws Exception {
        String text = "CREATE TABLE a (id int);\n";
        Files.createDirectory(directory().resolve("20240101_init"));
        write("20240101_init/migration.sql", text);
        write("20240102_more.sql", text.replace("a", "b").replace("CREbTE TbBLE", "CREATE TABLE"));
        write("20240103_next.sql", "CREATE TABLE c (id int);\n");
        write("migration_lock.toml", "provider = \"x\"\n");
        prismaTable();
        prisma("20240101_init", ChangeText.sha256(text.replace("\n", "\r\n")), true, false);
        prisma("20240102_more", "0", false, true);
        prisma("20240102_more", ChangeText.sha256("CREATE TABLE b (id int);\n"), true, false);
        BaselineReport report = with(baseline(OtherTool.PRISMA));
        assertThat(report.recorded())
                .containsExactly(
                        new BaselinedChange("20240101_init", "", "20240101_init/migration.sql"),
                        new BaselinedChange("20240102_more", "", "20240102_more.sql"));
        assertThat(report.leftOut())
                .containsExactly(new LeftOut("20240102_more", "this run was marked as rolled back there"));
        HistoryEntry entry = with(MigrationHistory::history).get(0);
        assertThat(entry.ranAt()).isEqualTo(Instant.parse("2024-01-01T10:00:02Z"));
        assertThat(entry.millis()).hasValue(2000);
        assertThat(up().applied()).extracting(UpReport.AppliedChange::id).containsExactly("20240103_next");
        assertThat(states()).containsOnly(ChangeState.APPLIED);
    }

    @Test
    void runsOfPrismaThatFailedDifferOrAreGoneAreAllTold() throws Exception {
        write("1_a.sql", "CREATE TABLE a (id int);\n");
        prismaTable();
        prisma("1_a", ChangeText.sha256("CREATE TABLE a (id bigint);\n"), true, false);
        prisma("2_b", "0", true, false);
        prisma("3_c", "0", false, false);
        assertThat(refused(ErrorCode.BASELINE_REFUSED, baseline(OtherTool.PRISMA))
                        .problems())
                .extracting(Problem::what)
                .satisfiesExactly(
                        what -> assertThat(what).startsWith("1_a is not what ran there: Prisma's checksum is "),
                        what -> assertThat(what)
                                .isEqualTo("2_b ran there, and there is neither 2_b/migration.sql nor 2_b.sql here"),
                        what -> assertThat(what).isEqualTo("3_c failed there, or was cut off"));
        assertThat(with(MigrationHistory::history)).isEmpty();
    }

    /** The text of a plain file whose statements commit one by one. */
    protected abstract String journaled(String statements);

    /** The type of Prisma's columns for a time. */
    protected abstract String prismaTime();

    private void prismaTable() throws Exception {
        execute("CREATE TABLE _prisma_migrations (id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL,"
                + " finished_at " + prismaTime() + ", migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at "
                + prismaTime() + ", started_at " + prismaTime() + " NOT NULL, applied_steps_count INTEGER NOT NULL)");
    }

    private void prisma(String name, String checksum, boolean finished, boolean rolledBack) throws Exception {
        String zone = prismaTime().startsWith("TIMESTAMPTZ") ? "+00" : "";
        int row = column("SELECT id FROM _prisma_migrations").size();
        execute("INSERT INTO _prisma_migrations VALUES ('" + row + "', '" + checksum + "', "
                + (finished ? "'2024-01-01 10:0" + row + ":02" + zone + "'" : "NULL") + ", '" + name + "', NULL, "
                + (rolledBack ? "'2024-01-01 11:00:00" + zone + "'" : "NULL") + ", '2024-01-01 10:0" + row + ":00"
                + zone
                + "', 1)");
    }

    private Flyway flyway(java.util.function.Consumer<FluentConfiguration> settings) {
        FluentConfiguration configuration = Flyway.configure()
                .dataSource(
                        database().url(),
                        database().user().orElseThrow(),
                        database().password().orElse(""))
                .locations("filesystem:" + directory());
        settings.accept(configuration);
        return configuration.load();
    }

    private static Function<MigrationHistory, BaselineReport> baseline(OtherTool tool) {
        return baseline(Optional.of(tool), Optional.empty());
    }

    private static Function<MigrationHistory, BaselineReport> baseline(Optional<OtherTool> from, Optional<String> to) {
        BaselineOptions options = new BaselineOptions(from, to.map(ChangeReference::new), Duration.ofSeconds(60));
        return history -> history.baseline(options, Progress.SILENT);
    }
}
