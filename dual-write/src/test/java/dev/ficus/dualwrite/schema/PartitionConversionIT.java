package dev.ficus.dualwrite.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.dualwrite.StranglerFixture;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Partitions of MySQL, which PostgreSQL divides alike, or a finding says that it is one table. */
class PartitionConversionIT {
    @TempDir
    private Path directory;

    private StranglerFixture fixture;

    @BeforeEach
    void fresh() {
        fixture = StranglerFixture.fresh();
    }

    @Test
    void rangesOverNumbersBeginWhereTheOneBeforeEnds() {
        divided(
                "t",
                "id INT, d SMALLINT",
                "RANGE (d) (PARTITION low VALUES LESS THAN (-5), PARTITION p2 VALUES LESS THAN (7),"
                        + " PARTITION wide VALUES LESS THAN (100000), PARTITION top VALUES LESS THAN MAXVALUE)");

        ConversionReport report = new Conversion(fixture, directory).run("t");

        assertThat(bounds())
                .containsExactly(
                        "t_low|FOR VALUES FROM (MINVALUE) TO ('-5')",
                        "t_p2|FOR VALUES FROM ('-5') TO ('7')",
                        "t_wide|FOR VALUES FROM ('7') TO (MAXVALUE)");
        assertThat(report.findings())
                .as("no number of the type lies in it")
                .anyMatch(f -> f.where().equals("t.top"));
    }

    /** A row goes into the partition of the same name on both sides. */
    @Test
    void functionsOfDatesBecomeRangesOfDates() {
        List<String> days = List.of("2019-12-31", "2020-01-01", "2020-06-30", "2020-07-01", "9999-12-31", "0001-01-01");
        divided(
                "by_year",
                "id INT, d DATE",
                "RANGE (YEAR(d)) (PARTITION a VALUES LESS THAN (2020), PARTITION b VALUES LESS THAN (2021),"
                        + " PARTITION c VALUES LESS THAN MAXVALUE)");
        divided(
                "by_day",
                "id INT, d DATETIME(3)",
                "RANGE (TO_DAYS(d)) (PARTITION none VALUES LESS THAN (0), PARTITION a VALUES LESS THAN"
                        + " (TO_DAYS('2020-01-01')), PARTITION b VALUES LESS THAN (TO_DAYS('2020-07-01')),"
                        + " PARTITION c VALUES LESS THAN MAXVALUE)");
        divided(
                "by_second",
                "id INT, d TIMESTAMP NOT NULL",
                "RANGE (UNIX_TIMESTAMP(d)) (PARTITION a VALUES LESS THAN (UNIX_TIMESTAMP('2020-01-01 00:00:00')),"
                        + " PARTITION b VALUES LESS THAN MAXVALUE)");
        new Conversion(fixture, directory).run("by_year", "by_day", "by_second");

        for (String table : List.of("by_year", "by_day")) {
            for (int i = 0; i < days.size(); i++) {
                insert(table, i, "'" + days.get(i) + "'");
            }
            assertSamePlaces(table, "a", "b", "c");
        }
        insert("by_second", 1, "'2019-12-31 23:59:59'");
        insert("by_second", 2, "'2020-01-01 00:00:00'");
        assertSamePlaces("by_second", "a", "b");
    }

    @Test
    void rangesOverSeveralColumnsAndListsAreKept() {
        divided(
                "t",
                "id INT, d DATE, n BIGINT UNSIGNED",
                "RANGE COLUMNS (d, n) (PARTITION a VALUES LESS THAN ('2020-01-01', 5),"
                        + " PARTITION b VALUES LESS THAN ('2020-01-01', MAXVALUE),"
                        + " PARTITION c VALUES LESS THAN (MAXVALUE, 3))",
                "PRIMARY KEY (id, d, n)");
        divided("l", "id INT, d INT", "LIST (d) (PARTITION a VALUES IN (1, 3), PARTITION b VALUES IN (-2))");
        divided(
                "ld",
                "id INT, d DATE",
                "LIST COLUMNS (d) (PARTITION a VALUES IN ('2020-01-01'), PARTITION b VALUES IN ('2020-01-02'))");
        new Conversion(fixture, directory).run("t", "l", "ld");

        insert("t", 1, "'2019-12-31', 9");
        insert("t", 2, "'2020-01-01', 4");
        insert("t", 3, "'2020-01-01', 5");
        insert("t", 4, "'2020-01-02', 0");
        assertSamePlaces("t", "a", "b", "c");
        insert("l", 1, "3");
        insert("l", 2, "-2");
        assertSamePlaces("l", "a", "b");
        insert("ld", 1, "'2020-01-02'");
        assertSamePlaces("ld", "a", "b");
    }

    @Test
    void hashKeyAndSubpartitionsBecomeRemainders() {
        divided("h", "id INT, d DATE", "HASH (YEAR(d)) PARTITIONS 3");
        divided("k", "id INT, d VARBINARY(9)", "LINEAR KEY () PARTITIONS 2");
        divided(
                "s",
                "id INT, d INT",
                "RANGE (id) SUBPARTITION BY HASH (d) SUBPARTITIONS 2 (PARTITION a VALUES LESS THAN (10),"
                        + " PARTITION b VALUES LESS THAN MAXVALUE)");
        new Conversion(fixture, directory).run("h", "k", "s");
        insert("h", 1, "'2020-01-01'");
        insert("k", 1, "'x'");
        insert("s", 1, "7");
        insert("s", 20, "8");

        assertThat(fixture.postgresRows("SELECT c.relname, pg_get_partkeydef(c.oid) FROM pg_class c"
                        + " WHERE relkind = 'p' ORDER BY 1"))
                .containsExactly("h|HASH (d)", "k|HASH (id, d)", "s|RANGE (id)", "s_a|HASH (d)", "s_b|HASH (d)");
        assertThat(bounds())
                .contains("h_p2|FOR VALUES WITH (modulus 3, remainder 2)")
                .hasSize(3 + 2 + 2 + 4);
        assertThat(fixture.postgresRows("SELECT count(*) FROM s")).containsExactly("2");
    }

    @Test
    void whatCannotBeDividedAlikeIsOneTableAndAFinding() {
        divided("m", "id INT, d DATE", "LIST (MONTH(d)) (PARTITION a VALUES IN (1, 2), PARTITION b VALUES IN (3))");
        divided("w", "id INT, d VARCHAR(9)", "LIST COLUMNS (d) (PARTITION a VALUES IN ('a', 'it''s'))");
        divided("k", "id INT, d VARCHAR(9)", "KEY () PARTITIONS 2");
        divided("two", "id INT, d INT", "LIST COLUMNS (id, d) (PARTITION a VALUES IN ((1, 2), (3, 4)))");
        ConversionReport report = new Conversion(fixture, directory).run("m", "w", "k", "two");

        assertThat(fixture.postgresRows("SELECT relname FROM pg_class WHERE relname IN ('m', 'w', 'k', 'two')"
                        + " AND relkind = 'r' ORDER BY 1"))
                .containsExactly("k", "m", "two", "w");
        assertThat(report.findings())
                .filteredOn(f -> f.kind() == Finding.Kind.LEFT_OUT && f.what().startsWith("the partitions"))
                .extracting(Finding::where)
                .containsExactly("m", "w", "k", "two");
    }

    @Test
    void numberedPartitionedTableTakesNumbersFromASequence() {
        divided("t", "id INT AUTO_INCREMENT, d INT", "HASH (d) PARTITIONS 2");
        new Conversion(fixture, directory).run("t");
        fixture.postgres("INSERT INTO t (d) VALUES (5), (6)");

        assertThat(fixture.postgresRows("SELECT id FROM t ORDER BY id")).containsExactly("1", "2");
        assertThat(fixture.postgresRows("SELECT pg_get_serial_sequence('t', 'id')"))
                .as("the cutover moves it past the highest key")
                .containsExactly("public.t_id_seq");
    }

    private void divided(String table, String columns, String by) {
        divided(table, columns, by, "PRIMARY KEY (id, d)");
    }

    private void divided(String table, String columns, String by, String key) {
        fixture.mysql("CREATE TABLE " + table + " (" + columns + ", " + key + ") PARTITION BY " + by);
    }

    private void insert(String table, int id, String values) {
        String sql = "INSERT INTO " + table + " VALUES (" + id + ", " + values + ")";
        fixture.mysql(sql);
        fixture.postgres(sql);
    }

    private void assertSamePlaces(String table, String... partitions) {
        for (String partition : partitions) {
            assertThat(fixture.postgresRows("SELECT id FROM " + table + "_" + partition + " ORDER BY id"))
                    .as(table + ", partition " + partition)
                    .isEqualTo(fixture.mysqlRows(
                            "SELECT id FROM " + table + " PARTITION (" + partition + ") ORDER BY id"));
        }
    }

    private List<String> bounds() {
        return fixture.postgresRows(
                "SELECT relname, pg_get_expr(relpartbound, oid) FROM pg_class"
                        + " WHERE relispartition AND relkind IN ('r', 'p') AND pg_get_expr(relpartbound, oid) IS NOT NULL ORDER BY 1");
    }
}
