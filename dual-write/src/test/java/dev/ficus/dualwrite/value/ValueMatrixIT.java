package dev.ficus.dualwrite.value;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.settings.DomainSettings;
import dev.ficus.dualwrite.StranglerFixture;
import dev.ficus.dualwrite.backfill.Backfill;
import dev.ficus.dualwrite.backfill.BackfillOptions;
import dev.ficus.dualwrite.control.Checkpoints;
import dev.ficus.dualwrite.control.Control;
import dev.ficus.dualwrite.control.Direction;
import dev.ficus.dualwrite.control.LogSequenceNumber;
import dev.ficus.dualwrite.control.Phase;
import dev.ficus.dualwrite.stream.ReverseSlot;
import dev.ficus.dualwrite.stream.Sync;
import dev.ficus.dualwrite.stream.SyncOptions;
import dev.ficus.dualwrite.table.Column;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The matrix of types: every nasty value goes four ways, and all four must agree with what MySQL itself says: copied by
 * the backfill, inserted through the forward stream, updated through it, and back to MySQL by the reverse stream.
 */
class ValueMatrixIT {
    private static final List<Family> FAMILIES = List.of(
            new Family("TINYINT", "-128", "127", "0"),
            new Family("TINYINT UNSIGNED", "0", "255", "128"),
            new Family("TINYINT(1)", "-1", "2", "1"),
            new Family("SMALLINT UNSIGNED", "65535", "32768"),
            new Family("MEDIUMINT", "-8388608", "8388607"),
            new Family("MEDIUMINT UNSIGNED", "16777215", "8388608"),
            new Family("INT", "-2147483648", "2147483647"),
            new Family("INT UNSIGNED", "4294967295", "2147483648"),
            new Family("INT(8) UNSIGNED ZEROFILL", "42"),
            new Family("BIGINT", "-9223372036854775808", "9223372036854775807", "9007199254740993"),
            new Family("BIGINT UNSIGNED", "18446744073709551615", "9223372036854775808"),
            new Family("DECIMAL(65,30)", "-99999999999999999999999999999999999.999999999999999999999999999999", "0.1"),
            new Family("DECIMAL(10,0)", "100", "-0"),
            new Family("DECIMAL(10,2)", "0.00", "-0.01", "1.50"),
            new Family("BIT(1)", "b'0'", "b'1'"),
            new Family("CHAR(5)", "''", "'ab   '", "'é日😀'"),
            new Family(
                    "VARCHAR(20)",
                    "''",
                    "'trailing   '",
                    "'NULL'",
                    "'\\\\N'",
                    "'tab\\tlf\\ncr\\rbs\\\\'",
                    "'😀e\u0301'"),
            new Family("VARCHAR(20) CHARACTER SET latin1", "'é€'", "_latin1 x'8081'"),
            new Family("VARCHAR(20) CHARACTER SET ascii", "'plain'"),
            new Family("TEXT CHARACTER SET utf8mb3", "'日本'"),
            new Family("LONGTEXT", "repeat('0123456789', 100000)", "'short'"),
            new Family("ENUM('a','it''s','','日')", "'a'", "'it''s'", "'日'", "''"),
            new Family("DATE", "'0001-01-01'", "'9999-12-31'", "'2024-02-29'"),
            new Family("DATETIME", "'0009-01-01 00:00:00'", "'9999-12-31 23:59:59'", "'2024-01-01 12:30:50'"),
            new Family("DATETIME(6)", "'2024-02-29 23:59:59.999999'", "'2024-01-01 00:00:00.100000'"),
            new Family("DATETIME(3)", "'1969-12-31 23:59:59.999'"),
            new Family("TIMESTAMP NULL", "'1970-01-01 00:00:01'", "'2038-01-19 03:14:07'", "'2024-03-31 01:30:00'"),
            new Family("TIMESTAMP(6) NULL", "'2024-10-27 01:30:00.000001'"));

    /** A column type and its values, as MySQL literals; NULL is added to each. */
    private record Family(String type, String... values) {}

    private final StranglerFixture fixture = StranglerFixture.fresh();
    private final DomainSettings domain = new DomainSettings(StranglerFixture.domain("matrix"), names());

    @Test
    void everyValueIsTheSameFourWays() throws SQLException {
        for (int i = 0; i < FAMILIES.size(); i++) {
            fixture.mysql("CREATE TABLE t" + i + " (id INT PRIMARY KEY, v "
                    + FAMILIES.get(i).type() + ")");
            insert(i, 0);
            fixture.postgres("CREATE TABLE t" + i + " (id integer PRIMARY KEY, v "
                    + column(i).value().postgresType() + ")");
        }
        List<String> copied = new ArrayList<>();
        Backfill.run(fixture.strangler(domain), domain.name(), BackfillOptions.DEFAULT);
        copied.addAll(assertEqual("copied by the backfill"));

        forEachFamily(i -> insert(i, 1000));
        sync();
        assertEqual("inserted through the forward stream");

        forEachFamily(i -> fixture.mysql("UPDATE t" + i + " a JOIN t" + i + " b ON b.id = 1000 + (a.id + 1) % "
                + (FAMILIES.get(i).values().length + 1) + " SET a.v = b.v WHERE a.id < 1000"));
        sync();
        assertEqual("updated through the forward stream");

        goBackThroughTheReverseStream();
        assertThat(copied).hasSizeGreaterThan(80);
    }

    /** The application rewrites every row on PostgreSQL; MySQL must hold what it held, under new keys. */
    private void goBackThroughTheReverseStream() throws SQLException {
        ReverseSlot slot = new ReverseSlot(fixture.postgres(), domain.name());
        LogSequenceNumber start = slot.create(fixture.tables(names().toArray(String[]::new)));
        try (Control control = Control.open(fixture.postgres());
                Connection mysql = fixture.mysql().open()) {
            Checkpoints.begin(mysql, domain.name(), Direction.REVERSE, 3, start, null);
            control.changePhase(control.domain(domain.name()), Phase.DUAL_WRITE);
        }
        try {
            forEachFamily(i -> fixture.postgres(
                    "ALTER TABLE t" + i + " DISABLE TRIGGER ficus_fence",
                    "INSERT INTO t" + i + " SELECT id + 5000, v FROM t" + i,
                    "UPDATE t" + i + " a SET v = b.v FROM t" + i
                            + " b WHERE b.id = a.id + 5000 + 1000 AND a.id < 1000"));
            sync();
            assertEqual("back on MySQL through the reverse stream");
            forEachFamily(i -> assertThat(fixture.mysqlRows("SELECT count(*) FROM t" + i + " a JOIN t" + i
                            + " b ON b.id = a.id + 5000 WHERE a.id BETWEEN 1000 AND 4999 AND NOT ("
                            + column(i).value().mysqlCanonical("a.v") + " <=> "
                            + column(i).value().mysqlCanonical("b.v") + ")"))
                    .as("rows of " + FAMILIES.get(i).type() + " that came back as another value")
                    .containsExactly("0"));
        } finally {
            slot.drop();
        }
    }

    private void insert(int family, int firstKey) {
        String[] values = FAMILIES.get(family).values();
        for (int v = 0; v < values.length; v++) {
            fixture.mysql("INSERT INTO t" + family + " VALUES (" + (firstKey + v) + ", " + values[v] + ")");
        }
        fixture.mysql("INSERT INTO t" + family + " VALUES (" + (firstKey + values.length) + ", NULL)");
    }

    private List<String> assertEqual(String way) {
        List<String> all = new ArrayList<>();
        forEachFamily(i -> {
            Value value = column(i).value();
            List<String> mysql =
                    fixture.mysqlRows("SELECT id, " + value.mysqlCanonical("v") + " FROM t" + i + " ORDER BY id");
            List<String> postgres =
                    fixture.postgresRows("SELECT id, " + value.postgresCanonical("v") + " FROM t" + i + " ORDER BY id");
            assertThat(postgres).as(FAMILIES.get(i).type() + ", " + way).isEqualTo(mysql);
            all.addAll(mysql);
        });
        return all;
    }

    private void sync() {
        assertThat(Sync.run(fixture.strangler(domain), List.of(domain), new SyncOptions(true, false), name -> {})
                        .failure())
                .isEmpty();
    }

    private Column column(int family) {
        return fixture.tables("t" + family).get(0).columns().get(1);
    }

    private static void forEachFamily(java.util.function.IntConsumer action) {
        for (int i = 0; i < FAMILIES.size(); i++) {
            action.accept(i);
        }
    }

    private static List<String> names() {
        List<String> names = new ArrayList<>();
        forEachFamily(i -> names.add("t" + i));
        return names;
    }
}
