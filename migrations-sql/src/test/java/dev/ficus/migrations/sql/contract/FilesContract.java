package dev.ficus.migrations.sql.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.Problem;
import dev.ficus.core.history.ChangeState;
import dev.ficus.core.history.ChangeStatus;
import dev.ficus.core.history.HistoryEntry;
import dev.ficus.core.history.HistoryProblem;
import dev.ficus.core.history.MigrationHistory;
import dev.ficus.core.history.UpOptions;
import dev.ficus.core.history.UpReport;
import dev.ficus.core.jdbc.Connections;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.migrations.sql.HistoryLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** Files beside the record: what runs, what is refused, and what does not count as an edit. */
public abstract class FilesContract extends SqlFixture {

    /** An SQL expression. */
    protected abstract String schema();

    @Test
    void everyFormatRunsOnceAndInNameOrder() throws Exception {
        write("V001__create-orders.sql", "CREATE TABLE orders (id int PRIMARY KEY);");
        write("V002__fill.sql", "INSERT INTO orders VALUES (1);\nINSERT INTO orders VALUES (2);\n");
        write("003-formatted.sql", """
                --liquibase formatted sql
                --changeset ana:add-status
                ALTER TABLE orders_three ADD status text;
                """);
        write("002-table.yaml", """
                databaseChangeLog:
                  - changeSet:
                      id: table-three
                      author: ben
                      changes:
                        - createTable:
                            tableName: orders_three
                            columns:
                              - column: { name: id, type: int }
                """);
        write("004-more.xml", """
                <?xml version="1.0" encoding="UTF-8"?>
                <databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
                    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                    xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog
                      http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-4.33.xsd">
                  <changeSet id="drop-three" author="cy"><dropTable tableName="orders_three"/></changeSet>
                </databaseChangeLog>
                """);
        assertThat(up().applied())
                .extracting(UpReport.AppliedChange::id)
                .containsExactly("table-three", "add-status", "drop-three", "V001__create-orders", "V002__fill");
        assertThat(up().applied()).as("the second run has nothing to do").isEmpty();
        assertThat(column("SELECT id FROM orders ORDER BY id")).containsExactly("1", "2");
        assertThat(column("SELECT COUNT(*) FROM DATABASECHANGELOG")).containsExactly("5");
        assertThat(with(MigrationHistory::validate)).isEmpty();
        assertThat(states()).containsOnly(ChangeState.APPLIED).hasSize(5);
        HistoryEntry first = with(MigrationHistory::history).get(0);
        assertThat(first.id()).isEqualTo("table-three");
        assertThat(first.author()).isEqualTo("ben");
        assertThat(first.file()).isEqualTo("002-table.yaml");
        assertThat(first.checksum()).get().asString().matches("[0-9a-f]{64}");
        assertThat(first.ranBy()).get().asString().contains("@");
        assertThat(first.toolVersion()).get().asString().startsWith("Ficus ");
    }

    @Test
    void readingMakesNoTables() throws Exception {
        write("V001__a.sql", "CREATE TABLE a (id int);");
        assertThat(with(MigrationHistory::status).changes())
                .containsExactly(new ChangeStatus("V001__a", "", "V001__a.sql", ChangeState.PENDING));
        assertThat(with(MigrationHistory::history)).isEmpty();
        assertThat(with(MigrationHistory::validate)).isEmpty();
        assertThat(with(MigrationHistory::unlock).holder()).isEmpty();
        assertThat(column("SELECT table_name FROM information_schema.tables WHERE table_schema = " + schema()))
                .isEmpty();
    }

    @Test
    void editedFileIsRefusedAndNothingRuns() throws Exception {
        write("007-add-status.sql", "CREATE TABLE a (id int);");
        up();
        String sum = with(MigrationHistory::history).get(0).checksum().orElseThrow();
        write("007-add-status.sql", "CREATE TABLE a (id bigint);");
        write("008-next.sql", "CREATE TABLE b (id int);");
        FicusException refused = refusedUp(ErrorCode.CHECKSUM_MISMATCH);
        assertThat(refused.problems())
                .containsExactly(new Problem(
                        ErrorCode.CHECKSUM_MISMATCH,
                        "change 007-add-status was edited after it ran: line 1 was \"CREATE TABLE a (id int);\""
                                + " and is \"CREATE TABLE a (id bigint);\"",
                        "migrations/007-add-status.sql (database primary)",
                        "restore the file as it ran (SHA-256 " + sum
                                + "), or put the new statements into a new change file; or, if the file says what the"
                                + " database has, record the edit with: ficus migrate repair --db primary --change"
                                + " 007-add-status"));
        assertThat(refused.code().kind().exitCode()).isEqualTo(4);
        assertThat(with(MigrationHistory::validate))
                .containsExactly(new HistoryProblem("007-add-status", refused.problem()));
        assertThat(states()).containsExactly(ChangeState.EDITED, ChangeState.PENDING);
    }

    @Test
    void lineEndsByteOrderMarkAndDirectoryDoNotMatter() throws Exception {
        String plain = "CREATE TABLE a (\n  id int\n);\n";
        String formatted = "--liquibase formatted sql\n--changeset ana:b\nCREATE TABLE b (\n  id int\n);\n";
        write("001-a.sql", plain);
        write("002-b.sql", formatted);
        up();
        Path elsewhere = Files.createDirectories(directory().resolveSibling("elsewhere/other"));
        Files.writeString(elsewhere.resolve("001-a.sql"), "\uFEFF" + plain.replace("\n", "\r\n"));
        Files.writeString(elsewhere.resolve("002-b.sql"), "\uFEFF" + formatted.replace("\n", "\r\n"));
        DatabaseSettings here = database();
        DatabaseSettings there = new DatabaseSettings(
                here.name(), here.kind(), here.url(), here.user(), here.password(), Optional.of(elsewhere));
        try (MigrationHistory history = open(there)) {
            assertThat(history.validate()).isEmpty();
            assertThat(history.up(UpOptions.DEFAULT, Progress.SILENT).applied()).isEmpty();
        }
        Files.writeString(elsewhere.resolve("001-a.sql"), plain.replace("  id", "   id"));
        try (MigrationHistory history = open(there)) {
            assertThat(history.validate())
                    .as("negative control: every other byte does")
                    .hasSize(1);
        }
    }

    @Test
    void lockOfAnotherRunIsWaitedForAndItsHolderNamed() throws Exception {
        write("V001__a.sql", "CREATE TABLE a (id int);");
        try (Connection session = Connections.open(database(), new Properties());
                HistoryLock other = dialect().lock(session, dialect().currentSchema(session))) {
            assertThat(other.tryAcquire()).isTrue();
            UpOptions impatient = new UpOptions(Duration.ofMillis(500));
            FicusException held = refused(ErrorCode.LOCK_HELD, history -> history.up(impatient, Progress.SILENT));
            assertThat(held.code().kind().exitCode()).isEqualTo(5);
            assertThat(held.problem().what())
                    .contains("user " + database().user().orElseThrow(), " from ");
        }
        assertThat(up().applied()).as("the lock is free again").hasSize(1);
    }

    @Test
    void fileThatSortsBeforeOneThatRanIsRefused() throws Exception {
        write("V002__b.sql", "CREATE TABLE b (id int);");
        up();
        write("V001__a.sql", "CREATE TABLE a (id int);");
        refusedUp(ErrorCode.CHANGE_OUT_OF_ORDER);
    }

    @Test
    void changeWhoseFileIsGoneIsRefused() throws Exception {
        write("V001__a.sql", "CREATE TABLE a (id int);");
        Path gone = write("V002__b.sql", "CREATE TABLE b (id int);");
        up();
        Files.delete(gone);
        refusedUp(ErrorCode.CHANGE_MISSING);
        assertThat(states()).isEqualTo(List.of(ChangeState.APPLIED, ChangeState.MISSING));
    }

    private FicusException refusedUp(ErrorCode code) {
        return refused(code, history -> history.up(UpOptions.DEFAULT, Progress.SILENT));
    }
}
