package dev.ficus.dualwrite.cutover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.settings.ColumnChoice;
import dev.ficus.core.settings.ConversionSettings;
import dev.ficus.dualwrite.StranglerFixture;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values that PostgreSQL does not have become NULL where that is chosen, and come back as MySQL takes them. */
class NullChoicesIT {
    private static final String LENIENT = "SET SESSION sql_mode = ''";
    private static final String ROWS = "SELECT id, made, day, seen, state FROM t ORDER BY id";

    @TempDir
    private Path directory;

    private final StranglerFixture fixture = StranglerFixture.fresh();

    @Test
    void zeroDatesAndInvalidEnumsGoAsNullAndComeBackIntoColumnsThatAreNotNull() {
        fixture.mysql(
                "CREATE TABLE t (id INT PRIMARY KEY, made DATETIME NOT NULL, day DATE NOT NULL,"
                        + " seen TIMESTAMP NULL, state ENUM('new','old'), n INT NOT NULL DEFAULT 0)",
                LENIENT,
                "INSERT INTO t VALUES (1, '0000-00-00', '2024-00-10', '0000-00-00', 'wrong', 0),"
                        + " (2, '2024-01-02 03:04:05', '2024-01-02', NULL, 'old', 0)");
        try (MovingDomain domain = new MovingDomain(fixture, nulls(), "t")) {
            domain.convert(directory);
            domain.backfill();
            assertThat(fixture.postgresRows(ROWS))
                    .containsExactly("1|~|~|~|~", "2|2024-01-02 03:04:05|2024-01-02|~|old");
            domain.stream();
            fixture.mysql(
                    LENIENT,
                    "INSERT INTO t VALUES (3, '0000-00-00', '0000-00-00', NULL, 'wrong', 0)",
                    "UPDATE t SET day = '0000-00-00' WHERE id = 2");
            domain.awaitPostgres(ROWS, "1|~|~|~|~", "2|2024-01-02 03:04:05|~|~|old", "3|~|~|~|~");
            domain.toDualWrite();
            assertBackward(domain);
        }
    }

    private void assertBackward(MovingDomain domain) {
        fixture.postgres(
                "INSERT INTO t (id, n) VALUES (4, 0)",
                "UPDATE t SET n = 1 WHERE id = 1",
                "UPDATE t SET made = NULL WHERE id = 2",
                "UPDATE t SET made = '2024-05-06' WHERE id = 3");
        domain.awaitMysql(
                "SELECT id, cast(made AS CHAR), cast(day AS CHAR), cast(seen AS CHAR), state, n FROM t ORDER BY id",
                "1|0000-00-00 00:00:00|0000-00-00|~|~|1",
                "2|0000-00-00 00:00:00|0000-00-00|~|old|0",
                "3|2024-05-06 00:00:00|0000-00-00|~|~|0",
                "4|0000-00-00 00:00:00|0000-00-00|~|~|0");
        assertThat(domain.verify().clean()).isTrue();
        domain.backToMirroring();
        fixture.mysql("UPDATE t SET n = 2 WHERE id = 4");
        domain.awaitPostgres("SELECT made, n FROM t WHERE id = 4", "~|2");
    }

    @Test
    void valueWithoutAChoiceNamesTheChoiceThatWouldCarryIt() {
        fixture.mysql(
                "CREATE TABLE t (id INT PRIMARY KEY, made DATETIME)",
                LENIENT,
                "INSERT INTO t VALUES (1, '0000-00-00')");
        fixture.postgres("CREATE TABLE t (id integer PRIMARY KEY, made timestamp(0))");
        try (MovingDomain domain = new MovingDomain(fixture, ConversionSettings.NONE, "t")) {
            FicusException e = catchThrowableOfType(FicusException.class, domain::backfillUnscanned);

            assertThat(e.code()).isEqualTo(ErrorCode.VALUE_NOT_CONVERTIBLE);
            assertThat(e.problem().fix())
                    .endsWith("; or choose in ficus.yaml what stands for such values,"
                            + " strangler.convert.tables.t.columns.made: zero-date: null");
        }
    }

    @Test
    void columnThatRefusesTheChosenNullIsFoundBeforeTheCopy() {
        fixture.mysql("CREATE TABLE t (id INT PRIMARY KEY, made DATETIME NOT NULL)");
        fixture.postgres("CREATE TABLE t (id integer PRIMARY KEY, made timestamp(0) NOT NULL)");
        try (MovingDomain domain = new MovingDomain(fixture, nulls(), "t")) {
            FicusException e = catchThrowableOfType(FicusException.class, domain::backfill);

            assertThat(e.code()).isEqualTo(ErrorCode.TABLE_MISMATCH);
            assertThat(e.problem().what())
                    .endsWith(
                            "column made is NOT NULL in PostgreSQL, and NULL is chosen for values that are none there");
        }
    }

    private static ConversionSettings nulls() {
        ColumnChoice zero = new ColumnChoice(
                Optional.empty(), Optional.empty(), Optional.of("null"), Optional.empty(), Optional.empty());
        ColumnChoice invalid = new ColumnChoice(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.of("null"));
        return new ConversionSettings(
                Map.of("datetime", zero, "date", zero, "timestamp", zero, "enum", invalid), Map.of());
    }
}
