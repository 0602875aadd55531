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
import dev.ficus.dualwrite.table.Column;
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

    /** Both servers are asked for the row of defaults: they must hold the same. */
    @Test
    void defaultsOfEveryFamilyAreTheSameOnBothSides() throws IOException {
        fixture.mysql("CREATE TABLE given (id INT PRIMARY KEY, f FLOAT DEFAULT 0.5, d DOUBLE DEFAULT -1e100,"
                + " y YEAR DEFAULT 1999, t TIME DEFAULT '-12:00:01', b BINARY(4) DEFAULT 'ab', v VARBINARY(9) DEFAULT 'xyz',"
                + " bits BIT(5) DEFAULT b'101', s SET('a','it''s','c') DEFAULT 'a,it''s', none SET('a') DEFAULT '',"
                + " w VARCHAR(9) DEFAULT 'a\\\\b''c\\nd')");
        fixture.postgres(Files.readString(convert("given").file()));
        fixture.mysql("INSERT INTO given (id) VALUES (1)");
        fixture.postgres("INSERT INTO given (id) VALUES (1)");

        for (Column column : fixture.tables("given").get(0).columns()) {
            assertThat(fixture.postgresRows(
                            "SELECT " + column.value().postgresCanonical(column.postgresName()) + " FROM given"))
                    .as(column.name())
                    .isEqualTo(fixture.mysqlRows(
                            "SELECT " + column.value().mysqlCanonical(column.mysqlName()) + " FROM given"));
        }
    }

    @Test
    void whatMysqlCannotTakeBackIsRefusedWhereItIsWritten() throws IOException {
        fixture.mysql("CREATE TABLE narrow (id INT PRIMARY KEY, f FLOAT, d DOUBLE, t TIME, s SET('a','b'))");
        fixture.postgres(Files.readString(convert("narrow").file()));

        for (String value : List.of(
                "f = 'NaN'", "d = 'Infinity'", "d = '-Infinity'", "t = '1 month'", "t = '839 hours'", "s = '{c}'")) {
            String column = value.substring(0, 1);
            assertThatThrownBy(() -> fixture.postgres("INSERT INTO narrow (id, " + column + ") SELECT 1, "
                            + value.substring(value.indexOf('\''))))
                    .as(value)
                    .rootCause()
                    .hasMessageContaining("check constraint");
        }
        fixture.postgres("INSERT INTO narrow VALUES (1, 1e38, 1e308, '34 days 22:59:59', '{b,a}')");
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
                "CREATE TABLE odd (id INT PRIMARY KEY, a POINT, b GEOMETRY, c VARCHAR(10) CHARACTER SET big5, d INT)");

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
