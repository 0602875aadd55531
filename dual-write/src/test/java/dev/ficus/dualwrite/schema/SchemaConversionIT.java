package dev.ficus.dualwrite.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.progress.StopSignal;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.core.settings.DomainSettings;
import dev.ficus.core.settings.StranglerSettings;
import dev.ficus.dualwrite.StranglerFixture;
import dev.ficus.dualwrite.control.Hook;
import dev.ficus.dualwrite.control.Strangler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The change file that a conversion writes is what PostgreSQL takes, and says what it left out. */
class SchemaConversionIT {
    @TempDir
    private Path directory;

    private StranglerFixture fixture;

    @BeforeEach
    void fresh() {
        fixture = StranglerFixture.fresh();
    }

    @Test
    void tablesKeysIndexesAndDefaultsAreConverted() throws IOException {
        fixture.mysql(
                "CREATE TABLE author (id INT UNSIGNED PRIMARY KEY AUTO_INCREMENT, name VARCHAR(50) NOT NULL DEFAULT 'it''s',"
                        + " born DATE, UNIQUE KEY by_name (name))",
                "CREATE TABLE book (id BIGINT UNSIGNED PRIMARY KEY AUTO_INCREMENT, author INT UNSIGNED NOT NULL,"
                        + " `Order` TINYINT UNSIGNED NOT NULL DEFAULT 3, state ENUM('new','old') NOT NULL DEFAULT 'new',"
                        + " price DECIMAL(8,2), made DATETIME(6) DEFAULT CURRENT_TIMESTAMP(6), seen TIMESTAMP NULL,"
                        + " live BIT(1) NOT NULL DEFAULT b'1', KEY by_state (state, made),"
                        + " CONSTRAINT book_author FOREIGN KEY (author) REFERENCES author (id))");

        ConversionReport report = convert("author", "book");
        fixture.postgres(Files.readString(report.file()));
        fixture.postgres("INSERT INTO author (born) VALUES ('2000-01-01')", "INSERT INTO book (author) VALUES (1)");

        assertThat(report.file().getFileName().toString()).matches("V001__ficus_.*\\.sql");
        assertThat(fixture.postgresRows("SELECT id, name FROM author")).containsExactly("1|it's");
        assertThat(fixture.postgresRows("SELECT id, \"Order\", state, live, made IS NOT NULL FROM book"))
                .containsExactly("1|3|new|t|t");
        assertThatThrownBy(() -> fixture.postgres("INSERT INTO book (author) VALUES (99)"))
                .rootCause()
                .hasMessageContaining("book_author");
        assertThatThrownBy(() -> fixture.postgres("UPDATE book SET state = 'other'"))
                .rootCause()
                .hasMessageContaining("check constraint");
        assertThat(fixture.postgresRows("SELECT indexdef FROM pg_indexes WHERE indexname = 'book_by_state'"))
                .singleElement()
                .asString()
                .contains("(state, made)");
        assertThat(report.findings())
                .as("what PostgreSQL's unique index does not hold equal")
                .anyMatch(finding -> finding.where().equals("author.by_name"));
    }

    @Test
    void convertingAgainWritesNothingAndOtherTablesAreRefused() {
        fixture.mysql("CREATE TABLE one (id INT PRIMARY KEY)");
        assertThat(convert("one").written()).isTrue();
        assertThat(convert("one").written()).isFalse();

        fixture.mysql("ALTER TABLE one ADD COLUMN extra INT");
        assertThatThrownBy(() -> convert("one"))
                .isInstanceOfSatisfying(
                        FicusException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONVERSION_EXISTS));
    }

    @Test
    void everyColumnThatIsNotHandledIsNamedAtOnce() {
        fixture.mysql(
                "CREATE TABLE odd (id INT PRIMARY KEY, a BLOB, b DOUBLE, c VARCHAR(10) CHARACTER SET gbk, d INT)");

        assertThatThrownBy(() -> convert("odd", "missing"))
                .isInstanceOfSatisfying(
                        FicusException.class,
                        e -> assertThat(e.problems())
                                .extracting(problem ->
                                        problem.code() + " " + problem.where().replaceAll("^MySQL [^.]*\\.", ""))
                                .containsExactly(
                                        "TYPE_UNSUPPORTED odd.a",
                                        "TYPE_UNSUPPORTED odd.b",
                                        "TYPE_UNSUPPORTED odd.c",
                                        "TABLE_MISSING missing"));
    }

    @Test
    void keyThatLeavesTheDomainIsReportedAndLeftOut() throws IOException {
        fixture.mysql(
                "CREATE TABLE home (id INT PRIMARY KEY)",
                "CREATE TABLE guest (id INT PRIMARY KEY, home INT, CONSTRAINT lives FOREIGN KEY (home) REFERENCES home (id))");

        ConversionReport report = convert("guest");

        assertThat(Files.readString(report.file())).doesNotContain("FOREIGN KEY");
        assertThat(report.findings()).anyMatch(finding -> finding.where().equals("guest.lives"));
    }

    private ConversionReport convert(String... tables) {
        DomainSettings domain = new DomainSettings("shop", List.of(tables));
        DatabaseSettings to = new DatabaseSettings(
                fixture.to().name(),
                fixture.to().kind(),
                fixture.to().url(),
                fixture.to().user(),
                fixture.to().password(),
                Optional.of(directory));
        return SchemaConversion.convert(
                new Strangler(
                        new StranglerSettings(fixture.from(), to, List.of(domain)),
                        Progress.SILENT,
                        StopSignal.NEVER,
                        Hook.NONE),
                "shop");
    }
}
