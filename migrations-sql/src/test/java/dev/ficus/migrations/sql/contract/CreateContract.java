package dev.ficus.migrations.sql.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.history.LintOptions;
import dev.ficus.core.history.MigrationHistory;
import dev.ficus.core.history.NewChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** New change files: their names follow those that are there, lint finds nothing in them, and they run as they are. */
public abstract class CreateContract extends HistoryFixture {

    @Test
    void theFirstChangeHasAWayBackAndRunsAsItIs() {
        NewChange change = create("Add status, büro & co");
        assertThat(change.id()).isEqualTo("V001__add-status-buro-co");
        assertThat(names(change)).containsExactly("V001__add-status-buro-co.sql", "U001__add-status-buro-co.sql");
        assertCleanAndRuns(change);
    }

    @Test
    void versionsGoOnWithTheirWidth() throws IOException {
        write("V0009__first.sql", "SELECT 1;");
        write("V0010__second.sql", "SELECT 1;");
        up();
        NewChange change = create("third");
        assertThat(names(change)).containsExactly("V0011__third.sql", "U0011__third.sql");
        assertCleanAndRuns(change);
    }

    @Test
    void beforeFormattedSqlComesFormattedSqlThatSortsLast() throws IOException {
        write("007-orders.sql", "--liquibase formatted sql\n--changeset ana:orders\nSELECT 1;\n--rollback SELECT 1;\n");
        up();
        NewChange change = create("add status");
        assertThat(names(change)).containsExactly("008-add-status.sql");
        assertCleanAndRuns(change);
    }

    @Test
    void aNameBehindWordsStillSortsLast() throws IOException {
        write("orders.sql", "SELECT 1;");
        up();
        NewChange change = create("add status");
        assertThat(names(change)).containsExactly("orders_add-status.sql");
        assertCleanAndRuns(change);
    }

    @Test
    void aRootChangelogIsNamedInTheNewFile() throws IOException {
        write("changelog.yaml", "databaseChangeLog:\n  - include: { file: 001-a.sql }\n");
        write("001-a.sql", "--liquibase formatted sql\n--changeset ana:a\nSELECT 1;\n--rollback SELECT 1;\n");
        NewChange change = create("b");
        assertThat(names(change)).containsExactly("002-b.sql");
        assertThat(Files.readString(change.files().get(0))).contains("-- Include this file in changelog.yaml.");
        write(
                "changelog.yaml",
                "databaseChangeLog:\n  - include: { file: 001-a.sql }\n  - include: { file: 002-b.sql }\n");
        assertCleanAndRuns(change);
    }

    @Test
    void aNameWithoutLettersIsRefused() {
        refused(ErrorCode.USAGE_INVALID, history -> history.create("!?"));
    }

    @Test
    void aFileThatIsThereIsNotOverwrittenAndNoneIsLeftAlone() throws IOException {
        for (String letter : List.of("V", "U")) {
            Path there = Files.createDirectory(directory().resolve(letter + "001__add.sql"));
            refused(ErrorCode.CHANGE_DUPLICATE, history -> history.create("add"));
            assertThat(directory()).isDirectoryContaining(there::equals);
            Files.delete(there);
            assertThat(directory()).isEmptyDirectory();
        }
    }

    private NewChange create(String name) {
        return with(history -> history.create(name));
    }

    private static List<String> names(NewChange change) {
        return change.files().stream()
                .map(file -> String.valueOf(file.getFileName()))
                .toList();
    }

    private void assertCleanAndRuns(NewChange change) {
        assertThat(with(history -> history.lint(new LintOptions(false, false))).findings())
                .filteredOn(finding -> finding.change().equals(change.id()))
                .isEmpty();
        assertThat(with(history -> history.lint(new LintOptions(false, true))).findings())
                .filteredOn(finding -> finding.change().equals(change.id()))
                .isEmpty();
        assertThat(up().applied())
                .anySatisfy(applied -> assertThat(applied.id()).isEqualTo(change.id()));
        assertThat(with(MigrationHistory::validate)).isEmpty();
    }
}
