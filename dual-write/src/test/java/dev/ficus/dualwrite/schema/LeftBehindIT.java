package dev.ficus.dualwrite.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.dualwrite.StranglerFixture;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What MySQL has beside tables is reported, and nothing is dropped in silence. */
class LeftBehindIT {
    @TempDir
    private Path directory;

    private StranglerFixture fixture;

    @BeforeEach
    void fresh() {
        fixture = StranglerFixture.fresh();
    }

    @Test
    void viewsTriggersRoutinesAndEventsThatNameATableAreReported() {
        fixture.mysql(
                "CREATE TABLE note (id INT PRIMARY KEY, n INT)",
                "CREATE TABLE other (id INT PRIMARY KEY)",
                "CREATE TRIGGER note_counts BEFORE INSERT ON note FOR EACH ROW SET NEW.n = 1",
                "CREATE VIEW all_notes AS SELECT * FROM note",
                "CREATE VIEW others AS SELECT id AS note_id FROM other",
                "CREATE PROCEDURE clean() DELETE FROM note",
                "CREATE EVENT nightly ON SCHEDULE EVERY 1 DAY DISABLE DO DELETE FROM note");

        assertThat(new Conversion(fixture, directory).run("note").findings())
                .filteredOn(finding -> finding.kind() == Finding.Kind.LEFT_OUT)
                .extracting(Finding::what)
                .filteredOn(what -> !what.contains("rights"))
                .containsExactly(
                        "the trigger note_counts",
                        "the event nightly, which names it",
                        "the procedure clean, which names it",
                        "the view all_notes, which names it");
    }

    @Test
    void enginesInvisibleColumnsAndCollationsAreReportedOnceForEachTable() {
        fixture.mysql("CREATE TABLE t (part INT NOT NULL, id INT NOT NULL AUTO_INCREMENT, a VARCHAR(9), b TEXT,"
                + " c VARCHAR(9) COLLATE utf8mb4_bin, hidden INT INVISIBLE, PRIMARY KEY (part, id)) ENGINE=MyISAM");

        assertThat(new Conversion(fixture, directory).run("t").findings())
                .filteredOn(finding -> !finding.what().contains("rights"))
                .extracting(
                        finding -> finding.where() + ": " + finding.what().replaceAll("MySQL by .*", "MySQL by ..."))
                .containsExactly(
                        "t: text in a, b compares and sorts by PostgreSQL's collation, on MySQL by ...",
                        "t: its engine is MyISAM, and in PostgreSQL it is an ordinary table",
                        "t: the numbers of id run over the whole table",
                        "t.hidden: the column is invisible on MySQL, and SELECT * shows it in PostgreSQL");
    }
}
