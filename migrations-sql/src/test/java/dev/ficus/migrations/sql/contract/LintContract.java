package dev.ficus.migrations.sql.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.history.LintOptions;
import dev.ficus.core.history.LintReport;
import dev.ficus.core.history.LintReport.Finding;
import dev.ficus.core.history.MigrationHistory;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What lint looks at, and where it says that something stands, on every server. */
public abstract class LintContract extends HistoryFixture {
    private static final String YAML = """
            databaseChangeLog:
              - changeSet:
                  id: drop-notes
                  author: ana
                  changes:
                    - dropTable: { tableName: notes }
                  rollback: []
            """;

    /** Two letters, such as {@code PG}. */
    protected abstract String prefix();

    /** The rule that finds DROP TABLE. */
    protected abstract String dropTable();

    /** What a report without a server calls it. */
    protected abstract String oldest();

    /** Brings the server's estimates up to date. */
    protected abstract String analyze(String table);

    @Test
    void pendingChangesAreLookedAtAndThoseThatRanAreNotUnlessAllAre() throws IOException {
        write("V001__notes.sql", "CREATE TABLE notes (id bigint PRIMARY KEY);");
        write("U001__notes.sql", "DROP TABLE notes;");
        up();
        write("V002__drop.sql", "DELETE FROM notes;");
        write("U002__drop.sql", "SELECT 1;");
        assertThat(lint(false, false).changes()).isEqualTo(1);
        assertThat(lint(false, false).findings()).singleElement().satisfies(finding -> {
            assertThat(finding.change()).isEqualTo("V002__drop");
            assertThat(finding.file()).isEqualTo("V002__drop.sql");
        });
        assertThat(lint(true, false).changes()).isEqualTo(2);
        assertThat(lint(true, false).statements()).isEqualTo(2);
    }

    @Test
    void theServerIsAskedForItsVersionUnlessOffline() throws IOException {
        write("V001__notes.sql", "CREATE TABLE notes (id bigint PRIMARY KEY);");
        assertThat(lint(false, false).server())
                .matches("(PostgreSQL|MySQL|MariaDB) \\d+\\..*")
                .doesNotContain("not asked");
        assertThat(lint(false, true).server()).isEqualTo(oldest() + " (not asked: the oldest that is supported)");
    }

    @Test
    void theSizeOfTheTableIsToldWhereItIsThere() throws IOException, SQLException {
        execute("CREATE TABLE notes (id bigint PRIMARY KEY)");
        for (int i = 0; i < 5; i++) {
            execute("INSERT INTO notes (id) VALUES (" + i + ")");
        }
        execute(analyze("notes"));
        write("V001__drop.sql", "DELETE FROM notes;\nDELETE FROM nowhere;");
        write("U001__drop.sql", "SELECT 1;");
        assertThat(lint(false, false).findings())
                .extracting(Finding::what)
                .satisfiesExactly(
                        first -> assertThat(first).contains("; table notes has about 5 rows ("),
                        second -> assertThat(second).doesNotContain("rows ("));
    }

    @Test
    void aTableThatAnEarlierPendingChangeMakesIsLeftAlone() throws IOException {
        write("V001__notes.sql", "CREATE TABLE notes (id bigint PRIMARY KEY);");
        write("U001__notes.sql", "SELECT 1;");
        write("V002__drop.sql", "DROP TABLE notes;");
        write("U002__drop.sql", "SELECT 1;");
        assertThat(lint(false, false).findings()).isEmpty();
        assertThat(lint(false, true).findings())
                .as("offline nobody knows whether V001 has run")
                .extracting(finding -> finding.rule().id())
                .contains(dropTable());
    }

    @Test
    void theLineIsThatOfTheFirstWordOfTheStatement() throws IOException {
        write("V001__drop.sql", "-- first\n\nSELECT 1;\n\n/* some\n words */\n-- more\nDELETE FROM notes;\n");
        write("U001__drop.sql", "SELECT 1;");
        assertThat(lint(false, true).findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.line()).hasValue(8));
    }

    @Test
    void aCommentAllowsWhatIsFoundInItsStatementAndNowhereElse() throws IOException {
        String rule = prefix().equals("PG") ? "PG022" : "MY017";
        write(
                "V001__drop.sql",
                "-- ficus: allow " + rule + " they are empty\nDELETE FROM notes;\nDELETE FROM others;\n");
        write("U001__drop.sql", "SELECT 1;");
        assertThat(lint(false, true).findings()).singleElement().satisfies(finding -> {
            assertThat(finding.rule().id()).isEqualTo(rule);
            assertThat(finding.line()).hasValue(3);
        });
    }

    @Test
    void formattedSqlHasLinesCommentsAndAWayBack() throws IOException {
        String rule = prefix().equals("PG") ? "PG022" : "MY017";
        write("001-drop.sql", """
                --liquibase formatted sql

                --changeset ana:one
                SELECT 1;
                DELETE FROM notes;
                --rollback SELECT 1;

                --changeset ana:two
                --comment ficus: allow %s they are empty
                DELETE FROM others;
                """.formatted(rule));
        assertThat(lint(false, true).findings())
                .extracting(finding -> finding.change() + " " + finding.rule().id() + " " + finding.line())
                .containsExactly("one " + rule + " OptionalInt[5]", "two " + prefix() + "098 OptionalInt[10]");
    }

    @Test
    void elementsOfLiquibaseAreGeneratedWithoutAServer() throws IOException {
        write("001-drop.yaml", YAML);
        for (boolean offline : List.of(true, false)) {
            assertThat(lint(false, offline).findings())
                    .filteredOn(finding -> finding.rule().id().equals(dropTable()))
                    .singleElement()
                    .satisfies(finding -> {
                        assertThat(finding.change()).isEqualTo("drop-notes");
                        assertThat(finding.line()).isEmpty();
                    });
        }
    }

    @Test
    void whatIsNotUnderstoodIsSaidAndNotPassedOver() throws IOException {
        write("V001__odd.sql", "FROBNICATE ALL TABLES;");
        write("U001__odd.sql", "SELECT 1;");
        assertThat(lint(false, true).findings()).singleElement().satisfies(finding -> {
            assertThat(finding.rule().id()).isEqualTo(prefix() + "000");
            assertThat(finding.what()).contains("FROBNICATE ALL TABLES");
        });
    }

    @Test
    void nothingIsWrittenToTheServer() throws IOException {
        write("V001__notes.sql", "CREATE TABLE notes (id bigint PRIMARY KEY);");
        lint(true, false);
        assertThat(with(MigrationHistory::history)).isEmpty();
        assertThat(with(MigrationHistory::status).changes()).hasSize(1);
    }

    private LintReport lint(boolean all, boolean offline) {
        return with(history -> history.lint(new LintOptions(all, offline)));
    }
}
