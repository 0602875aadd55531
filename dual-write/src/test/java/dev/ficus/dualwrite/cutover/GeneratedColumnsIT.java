package dev.ficus.dualwrite.cutover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.settings.ConversionSettings;
import dev.ficus.dualwrite.StranglerFixture;
import org.junit.jupiter.api.Test;

/** Columns that MySQL computes, and PostgreSQL too or not: each side is given only what it takes. */
class GeneratedColumnsIT {
    private static final String ROWS = "SELECT id, twice, thrice, size, words FROM t ORDER BY id";

    private final StranglerFixture fixture = StranglerFixture.fresh();

    /** PostgreSQL computes {@code twice} and {@code thrice}; {@code size} is a plain column there. */
    @Test
    void computedColumnsAreCopiedStreamedAndVerifiedOnTheWholeWay() {
        fixture.mysql(
                "CREATE TABLE t (twice INT AS (n * 2) VIRTUAL, id INT PRIMARY KEY, thrice INT AS (n * 3) STORED, n INT,"
                        + " size INT AS (char_length(words)) STORED, words MEDIUMTEXT, KEY by_twice (twice))",
                "INSERT INTO t (id, n, words) VALUES (1, 10, 'one'), (2, NULL, NULL)");
        fixture.postgres("CREATE TABLE t (id integer PRIMARY KEY, n integer, words text, size integer,"
                + " twice integer GENERATED ALWAYS AS (n * 2) STORED,"
                + " thrice integer GENERATED ALWAYS AS (n * 3) STORED)");
        try (MovingDomain domain = new MovingDomain(fixture, ConversionSettings.NONE, "t")) {
            domain.backfill();
            assertThat(fixture.postgresRows(ROWS)).containsExactly("1|20|30|3|one", "2|~|~|~|~");
            domain.stream();
            fixture.mysql(
                    "INSERT INTO t (id, n, words) VALUES (3, 1, 'three'), (4, 4, 'four')",
                    "UPDATE t SET n = 5 WHERE id = 2",
                    "UPDATE t SET words = 'uno dos' WHERE id = 1",
                    "DELETE FROM t WHERE id = 4");
            domain.awaitPostgres(ROWS, "1|20|30|7|uno dos", "2|10|15|~|~", "3|2|3|5|three");
            assertDifferenceInComputedColumnIsFound(domain);
            domain.toDualWrite();
            assertBackward(domain);
        }
    }

    private void assertDifferenceInComputedColumnIsFound(MovingDomain domain) {
        fixture.postgres("SET session_replication_role = 'replica'; SELECT set_config('ficus.applier', '"
                + domain.name() + "', false); UPDATE t SET n = 6, size = 1 WHERE id = 2");
        assertThat(domain.verify().tables().get(0).listedDifferences().get(0).columns())
                .containsExactly("twice", "thrice", "n", "size");
        fixture.mysql("UPDATE t SET n = 6, words = 'x' WHERE id = 2");
        domain.awaitPostgres("SELECT twice, size FROM t WHERE id = 2", "12|1");
    }

    private void assertBackward(MovingDomain domain) {
        String big = "repeat('0123456789abcdef', 20000)";
        fixture.postgres(
                "ALTER TABLE t ALTER COLUMN words SET STORAGE EXTERNAL",
                "INSERT INTO t (id, n, words, size) VALUES (8, 7, " + big + ", 320000)",
                "UPDATE t SET n = 8 WHERE id = 8",
                "UPDATE t SET size = size WHERE id = 1",
                "UPDATE t SET id = 9 WHERE id = 1",
                "DELETE FROM t WHERE id = 3");
        domain.awaitMysql(
                "SELECT id, twice, thrice, size FROM t ORDER BY id", "2|12|18|1", "8|16|24|320000", "9|20|30|7");
        fixture.postgres("UPDATE t SET size = 5 WHERE id = 9");
        assertThat(domain.verify().differences())
                .as("MySQL computes the size, whatever PostgreSQL's plain column holds")
                .isEqualTo(1);
        fixture.postgres("UPDATE t SET size = 7 WHERE id = 9");
        assertThat(domain.verify().clean()).isTrue();
        domain.backToMirroring();
        fixture.mysql("UPDATE t SET n = 1 WHERE id = 9");
        domain.awaitPostgres("SELECT twice, thrice FROM t WHERE id = 9", "2|3");
    }
}
