package dev.ficus.dualwrite.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.Problem;
import dev.ficus.core.settings.ColumnChoice;
import dev.ficus.core.settings.ConversionSettings;
import dev.ficus.core.settings.TableChoice;
import dev.ficus.dualwrite.StranglerFixture;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names are kept and quoted, mapped where the user says so, and refused where PostgreSQL would change them. */
class NamesIT {
    @TempDir
    private Path directory;

    private StranglerFixture fixture;

    @BeforeEach
    void fresh() {
        fixture = StranglerFixture.fresh();
    }

    @Test
    void reservedWordsUpperCaseQuotesAndUnicodeAreKept() {
        fixture.mysql(
                "CREATE TABLE `select` (`Order` INT PRIMARY KEY AUTO_INCREMENT, `a\"b` INT UNSIGNED, `it's` ENUM('x')"
                        + " COMMENT 'o''clock', `größe` INT, `user` BIGINT UNSIGNED, `at $$` TIMESTAMP NULL ON UPDATE"
                        + " CURRENT_TIMESTAMP, KEY `Key` (`a\"b`, `größe`)) COMMENT 'line\\nbreak \\\\ '''");
        new Conversion(fixture, directory).run("select");
        fixture.postgres(
                "INSERT INTO \"select\" (\"a\"\"b\", \"it's\", \"größe\") VALUES (1, 'x', 2)",
                "UPDATE \"select\" SET \"größe\" = 3");

        assertThat(fixture.postgresRows("SELECT \"Order\", \"at $$\" IS NOT NULL FROM \"select\""))
                .containsExactly("1|t");
        assertThat(fixture.postgresRows("SELECT obj_description('\"select\"'::regclass)"))
                .isEqualTo(fixture.mysqlRows("SELECT table_comment FROM information_schema.tables"
                        + " WHERE table_schema = database() AND table_name = 'select'"));
        assertThat(fixture.postgresRows("SELECT indexname FROM pg_indexes WHERE tablename = 'select' ORDER BY 1"))
                .containsExactlyInAnyOrder("select_Key", "select_pkey");
    }

    @Test
    void namesThatPostgresqlWouldCutAreAllRefusedAndTheMapHelps() {
        String table = "t".repeat(64);
        String column = "ö".repeat(32);
        fixture.mysql("CREATE TABLE " + table + " (id INT PRIMARY KEY, " + column + " INT)");
        Conversion conversion = new Conversion(fixture, directory);

        assertThatThrownBy(() -> conversion.of(table)).isInstanceOfSatisfying(FicusException.class, e -> {
            assertThat(e.problems()).extracting(Problem::code).containsOnly(ErrorCode.NAME_UNUSABLE);
            assertThat(e.problems()).hasSize(2);
        });
        assertThat(directory).as("nothing is written").isEmptyDirectory();

        ColumnChoice size = new ColumnChoice(
                Optional.of("size"), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        conversion.run(conversion.of(
                new ConversionSettings(
                        Map.of(), Map.of(table, new TableChoice(Optional.of("short"), Map.of(), Map.of(column, size)))),
                table));
        fixture.postgres("INSERT INTO short (id, size) VALUES (1, 2)");
    }

    @Test
    void twoThingsOfOneNameAreRefused() {
        fixture.mysql(
                "CREATE TABLE a (id INT PRIMARY KEY, n INT, m INT, KEY b_n (n), KEY pkey (m))",
                "CREATE TABLE a_b (id INT PRIMARY KEY, n INT, KEY n (n))",
                "CREATE TABLE c (id INT PRIMARY KEY)");
        ConversionSettings oneName =
                new ConversionSettings(Map.of(), Map.of("c", new TableChoice(Optional.of("a"), Map.of(), Map.of())));

        assertThatThrownBy(() -> new Conversion(fixture, directory).of(oneName, "a", "a_b", "c"))
                .isInstanceOfSatisfying(
                        FicusException.class,
                        e -> assertThat(e.problems())
                                .extracting(Problem::what)
                                .anyMatch(what -> what.contains("the name a twice"))
                                .anyMatch(what -> what.contains("the name a_pkey twice")));
    }
}
