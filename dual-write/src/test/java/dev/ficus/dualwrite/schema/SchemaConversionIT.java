package dev.ficus.dualwrite.schema;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ficus.core.error.FicusException;
import dev.ficus.core.settings.ColumnChoice;
import dev.ficus.core.settings.ConversionSettings;
import dev.ficus.dualwrite.StranglerFixture;
import dev.ficus.dualwrite.table.Column;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
    void tablesKeysIndexesAndDefaultsAreConverted() {
        fixture.mysql(
                "CREATE TABLE author (id INT UNSIGNED PRIMARY KEY AUTO_INCREMENT, name VARCHAR(50) NOT NULL DEFAULT 'it''s',"
                        + " born DATE, UNIQUE KEY by_name (name))",
                "CREATE TABLE book (id BIGINT UNSIGNED PRIMARY KEY AUTO_INCREMENT, author INT UNSIGNED NOT NULL,"
                        + " `Order` TINYINT UNSIGNED NOT NULL DEFAULT 3, state ENUM('new','old') NOT NULL DEFAULT 'new',"
                        + " price DECIMAL(8,2), made DATETIME(6) DEFAULT CURRENT_TIMESTAMP(6), seen TIMESTAMP NULL,"
                        + " live BIT(1) NOT NULL DEFAULT b'1', KEY by_state (state, made),"
                        + " CONSTRAINT book_author FOREIGN KEY (author) REFERENCES author (id))");

        ConversionReport report = convert("author", "book");
        fixture.postgres(sql(report));
        fixture.postgres("INSERT INTO author (born) VALUES ('2000-01-01')", "INSERT INTO book (author) VALUES (1)");

        assertThat(report.files())
                .extracting(file -> file.getFileName().toString())
                .containsExactly("V001__ficus_shop.sql", "V002__ficus_shop-after-load.sql");
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
                .as("the key that is numeric")
                .anyMatch(finding -> finding.where().equals("book.id"));
    }

    /** Both servers are asked for the row of defaults: they must hold the same. */
    @Test
    void defaultsOfEveryFamilyAreTheSameOnBothSides() {
        fixture.mysql("CREATE TABLE given (id INT PRIMARY KEY, f FLOAT DEFAULT 0.5, d DOUBLE DEFAULT -1e100,"
                + " y YEAR DEFAULT 1999, t TIME DEFAULT '-12:00:01', b BINARY(4) DEFAULT 'ab', v VARBINARY(9) DEFAULT 'xyz',"
                + " bits BIT(5) DEFAULT b'101', s SET('a','it''s','c') DEFAULT 'a,it''s', none SET('a') DEFAULT '',"
                + " w VARCHAR(9) DEFAULT 'a\\\\b''c\\nd')");
        fixture.postgres(sql(convert("given")));
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

    /** What MySQL 8 and MariaDB take in parentheses. */
    @Test
    void defaultsThatAreExpressionsAreTheSameOnBothSides() {
        fixture.mysql("CREATE TABLE given (id INT PRIMARY KEY, text TEXT DEFAULT ('it\\'s \\\\ (so)'),"
                + " word VARCHAR(9) DEFAULT ('NULL'), quoted VARCHAR(9) DEFAULT '''x''', nil VARCHAR(9) DEFAULT 'NULL',"
                + " number INT DEFAULT (7), filled INT(5) ZEROFILL DEFAULT 7, truth TINYINT(1) NOT NULL DEFAULT 1,"
                + " latin VARCHAR(9) CHARACTER SET latin1 DEFAULT _latin1 0xE9,"
                + " day DATE DEFAULT (curdate()), tomorrow DATE DEFAULT (curdate() + INTERVAL 1 DAY),"
                + " soon DATETIME DEFAULT (now() + INTERVAL 1 QUARTER), same VARCHAR(20) DEFAULT 'current_timestamp')");
        Conversion conversion = new Conversion(fixture, directory);
        conversion.run("given");
        fixture.mysql("INSERT INTO given (id) VALUES (1)");
        fixture.postgres("INSERT INTO given (id) VALUES (1)");

        String columns = "text, word, quoted, nil, number, truth, latin, same";
        assertThat(fixture.postgresRows("SELECT " + columns + " FROM given"))
                .isEqualTo(fixture.mysqlRows("SELECT " + columns + " FROM given"))
                .containsExactly("it's \\ (so)|NULL|'x'|NULL|7|1|\u00e9|current_timestamp");
        assertThat(
                        fixture.postgresRows(
                                "SELECT filled, day = current_date, tomorrow = current_date + 1,"
                                        + " soon BETWEEN localtimestamp + interval '88 days' AND localtimestamp + interval '93 days' FROM given"))
                .containsExactly("7|t|t|t");
    }

    @Test
    void uuidsAreRandomInPostgresqlAndWhatIsNotKnownIsLeftOut() {
        fixture.mysql("CREATE TABLE given (id INT PRIMARY KEY, code CHAR(36) DEFAULT (uuid()),"
                + " odd VARCHAR(40) DEFAULT (concat('a', uuid())), zero DATE DEFAULT '2000-01-01')");
        ConversionReport report = new Conversion(fixture, directory).run("given");
        fixture.postgres("INSERT INTO given (id) VALUES (1)");

        assertThat(fixture.postgresRows("SELECT length(code), odd FROM given")).containsExactly("36|~");
        assertThat(report.findings())
                .extracting(finding -> finding.kind() + " " + finding.where())
                .contains("CHANGED given.code", "LEFT_OUT given.odd");
    }

    @Test
    void enumThatIsChosenIsATypeOfPostgresqlWithItsDefault() {
        fixture.mysql("CREATE TABLE book (id INT PRIMARY KEY, state ENUM('new', 'it''s') NOT NULL DEFAULT 'it''s')");
        ColumnChoice choice = new ColumnChoice(
                Optional.empty(), Optional.of("enum"), Optional.empty(), Optional.empty(), Optional.empty());
        Conversion conversion = new Conversion(fixture, directory);
        conversion.run(conversion.of(new ConversionSettings(Map.of("enum", choice), Map.of()), "book"));
        fixture.postgres("INSERT INTO book (id) VALUES (1)");

        assertThat(fixture.postgresRows("SELECT state, pg_typeof(state) FROM book"))
                .containsExactly("it's|book_state");
    }

    @Test
    void whatMysqlCannotTakeBackIsRefusedWhereItIsWritten() {
        fixture.mysql("CREATE TABLE narrow (id INT PRIMARY KEY, f FLOAT, d DOUBLE, t TIME, s SET('a','b'))");
        fixture.postgres(sql(convert("narrow")));

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
    void tablesComeFirstAndWhatMayWaitInAFileOfItsOwn() {
        fixture.mysql(
                "CREATE TABLE author (id INT PRIMARY KEY AUTO_INCREMENT COMMENT 'its ''number''', name VARCHAR(50),"
                        + " KEY by_name (name)) COMMENT 'who writes'",
                "CREATE TABLE book (id INT PRIMARY KEY, author INT, state ENUM('new') NOT NULL,"
                        + " CONSTRAINT book_author FOREIGN KEY (author) REFERENCES author (id))");

        List<Path> files = convert("author", "book").files();

        assertThat(Conversion.text(files.get(0))).isEqualTo("""
                -- Domain shop, converted from MySQL by: ficus schema convert shop
                -- Its tables, with everything that must be there before their rows.

                CREATE TABLE "author" (
                  "id" integer NOT NULL GENERATED BY DEFAULT AS IDENTITY,
                  "name" varchar(50),
                  PRIMARY KEY ("id")
                );
                COMMENT ON TABLE "author" IS 'who writes';
                COMMENT ON COLUMN "author"."id" IS 'its ''number''';

                CREATE TABLE "book" (
                  "id" integer NOT NULL,
                  "author" integer,
                  "state" text NOT NULL,
                  PRIMARY KEY ("id")
                );
                ALTER TABLE "book" ADD CONSTRAINT "book_state_check" CHECK ("state" IN ('new'));
                """);
        assertThat(Conversion.text(files.get(1)))
                .startsWith("""
                -- Domain shop, converted from MySQL by: ficus schema convert shop
                -- Its indexes, checks and foreign keys. They may wait until the rows are there: ficus backfill shop

                """)
                .contains("CREATE INDEX \"author_by_name\"", "FOREIGN KEY (\"author\")");
    }

    @Test
    void everythingThatCannotBeConvertedIsNamedAtOnce() {
        fixture.mysql("CREATE TABLE keyless (id INT)", "CREATE TABLE odd (id INT PRIMARY KEY, place POINT, day DATE)");
        ColumnChoice flag = new ColumnChoice(
                Optional.empty(), Optional.of("boolean"), Optional.empty(), Optional.empty(), Optional.empty());
        ConversionSettings settings = new ConversionSettings(Map.of("point", flag, "date", flag), Map.of());

        assertThatThrownBy(() -> new Conversion(fixture, directory).of(settings, "odd", "keyless", "missing"))
                .isInstanceOfSatisfying(
                        FicusException.class,
                        e -> assertThat(e.problems())
                                .extracting(problem -> problem.code().name())
                                .containsExactly(
                                        "CONFIG_INVALID", "CONFIG_INVALID", "TABLE_WITHOUT_KEY", "TABLE_MISSING"));
    }

    @Test
    void keyThatLeavesTheDomainIsReportedAndLeftOut() {
        fixture.mysql(
                "CREATE TABLE home (id INT PRIMARY KEY)",
                "CREATE TABLE guest (id INT PRIMARY KEY, home INT, CONSTRAINT lives FOREIGN KEY (home) REFERENCES home (id))");

        ConversionReport report = convert("guest");

        assertThat(sql(report)).doesNotContain("FOREIGN KEY");
        assertThat(report.findings()).anyMatch(finding -> finding.where().equals("guest.lives"));
    }

    private static String sql(ConversionReport report) {
        return report.files().stream().map(Conversion::text).collect(joining());
    }

    private ConversionReport convert(String... tables) {
        return new Conversion(fixture, directory).of(tables);
    }
}
