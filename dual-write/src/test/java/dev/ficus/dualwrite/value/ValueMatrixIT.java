package dev.ficus.dualwrite.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
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
            new Family("BIT(2)", "b'10'", "b'01'", "b'00'"),
            new Family("BIT(64)", "18446744073709551615", "9223372036854775808", "1"),
            new Family("FLOAT", "16777216", "0.1", "-0.0", "1.17549e-38", "3.40282e38", "-123456.7"),
            new Family(
                    "DOUBLE",
                    "0.1",
                    "-0.0",
                    "5e-324",
                    "1.7976931348623157e308",
                    "1e15",
                    "1e23",
                    "9007199254740993",
                    "-2.2250738585072014e-308"),
            new Family("DOUBLE UNSIGNED", "0.30000000000000004"),
            new Family("YEAR", "0", "1901", "2155", "2000"),
            new Family("TIME", "'-838:59:59'", "'838:59:59'", "'00:00:00'", "'-00:00:01'", "'24:00:00'"),
            new Family("TIME(6)", "'-838:59:58.999999'", "'838:59:58.999999'", "'-00:00:00.000001'", "'00:00:00.1'"),
            new Family("TIME(1)", "'-12:34:56.7'", "'00:00:00.9'", "'-00:00:00.1'"),
            new Family("TIME(3)", "'-12:34:56.789'", "'100:00:00.001'", "'-01:00:00.000'"),
            new Family("BINARY(4)", "x'00000000'", "x'FF000000'", "x'01'", "''", "x'5C0A090D'"),
            new Family("BINARY(16)", "x'000102030405060708090A0B0C0D0E0F'"),
            new Family("VARBINARY(20)", "''", "x'00'", "x'0000FF00'", "'\\\\x41'", "x'E9'"),
            new Family("TINYBLOB", "''", "x'00FF'"),
            new Family("LONGBLOB", "repeat(x'00FF5C0A', 1000000)", "x'00'", "'text'"),
            new Family("SET('a','b''c','日','d\"e','f\\\\g')", "''", "'a'", "'d\"e,a'", "31", "'b''c,日'", "'f\\\\g'"),
            new Family("SET(" + manyLabels(64) + ")", "18446744073709551615", "9223372036854775808", "1", "0"),
            new Family(
                    "JSON",
                    "'{\"b\": 1, \"a\": {\"é\": [true, false, null]}, \"aa\": \"\"}'",
                    "'[1e15, 1e-16, 1.0, 0.1, 12345678901234567890, -1, 1e100, 1.5e-300, 123456789012345678901234567890]'",
                    "'[-0.0, 9007199254740993, -9223372036854775808]'",
                    "'null'",
                    "'\"line\\\\nquote\\\\\"back\\\\\\\\u0000 😀\"'",
                    "'[]'",
                    "json_array(cast('2024-01-02' as date), cast('9999-12-31 23:59:59.06' as datetime(2)),"
                            + " cast('-00:00:01.5' as time(1)), cast('838:59:59' as time), cast(-1.50 as decimal(5,2)))",
                    "json_array(cast(3000000000 as unsigned), cast(40000 as unsigned), 70000, -70000, cast('x' as binary))",
                    "'{\"a\": 1, \"a\": 2}'",
                    "concat(repeat('[', if(version() like '%MariaDB%', 31, 100)), repeat(']', if(version() like '%MariaDB%', 31, 100)))",
                    "json_quote(repeat('0123456789', 100000))"),
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
            new Family("TEXT CHARACTER SET gbk", "'中文'", "_gbk x'A892'", "'é\\\\'"),
            new Family("VARCHAR(20) CHARACTER SET gb2312", "'中文'"),
            new Family("VARCHAR(20) CHARACTER SET cp932", "'日本ー～'"),
            new Family("VARCHAR(20) CHARACTER SET euckr", "'한국'"),
            new Family("VARCHAR(20) CHARACTER SET utf16", "'日本😀'"),
            new Family("VARCHAR(20) CHARACTER SET ucs2", "'日本'"),
            new Family("VARCHAR(20) CHARACTER SET utf32", "'日本😀'"),
            new Family("VARCHAR(20) CHARACTER SET cp1251", "'Привет'"),
            new Family("VARCHAR(20) CHARACTER SET cp1250", "'žluť'"),
            new Family("VARCHAR(20) CHARACTER SET greek", "'Ελλάδα'", "_greek x'A1A2'"),
            new Family("VARCHAR(20) CHARACTER SET hebrew", "'שלום'", "_hebrew x'AF'"),
            new Family("VARCHAR(20) CHARACTER SET koi8u", "'Київ'", "_koi8u x'95'"),
            new Family("VARCHAR(20) CHARACTER SET tis620", "'ไทย'"),
            new Family("VARCHAR(20) CHARACTER SET armscii8", "'Հայ'"),
            new Family("ENUM('大','b') CHARACTER SET big5", "'大'", "'b'"),
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

    /** The server itself would copy a question mark. */
    @Test
    void bytesThatAreNoTextInTheirCharsetAreRefusedByTheCopy() {
        fixture.mysql(
                "CREATE TABLE t0 (id INT PRIMARY KEY, v VARCHAR(20) CHARACTER SET cp1251)",
                "INSERT INTO t0 VALUES (7, _cp1251 x'4198')");
        fixture.postgres("CREATE TABLE t0 (id integer PRIMARY KEY, v varchar(20))");
        DomainSettings one = new DomainSettings(domain.name(), List.of("t0"));

        FicusException failure = catchThrowableOfType(
                FicusException.class, () -> Backfill.run(fixture.strangler(one), one.name(), BackfillOptions.DEFAULT));

        assertThat(failure.code()).isEqualTo(ErrorCode.VALUE_NOT_CONVERTIBLE);
        assertThat(failure.problem().what()).contains("column v", "[7]", "no valid text in the character set");
        assertThat(fixture.postgresRows("SELECT count(*) FROM t0")).containsExactly("0");
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
            forEachFamily(i -> assertThat(canonical(i, 5000))
                    .as("rows of " + FAMILIES.get(i).type() + " that came back as another value")
                    .isEqualTo(canonical(i, 0)));
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
            List<String> mysql = compared(
                    value,
                    fixture.mysqlRows("SELECT id, " + value.mysqlCanonical("v") + " FROM t" + i + " ORDER BY id"));
            List<String> postgres = compared(
                    value,
                    fixture.postgresRows(
                            "SELECT id, " + value.postgresCanonical("v") + " FROM t" + i + " ORDER BY id"));
            assertThat(postgres).as(FAMILIES.get(i).type() + ", " + way).isEqualTo(mysql);
            all.addAll(mysql);
        });
        return all;
    }

    /** What verification compares of the rows that came through the forward stream, or of their copies. */
    private List<String> canonical(int family, int shift) {
        Value value = column(family).value();
        return compared(
                value,
                fixture.mysqlRows("SELECT id - " + shift + ", " + value.mysqlCanonical("v") + " FROM t" + family
                        + " WHERE id BETWEEN " + (shift + 1000) + " AND " + (shift + 4999) + " ORDER BY id"));
    }

    /** Rows of a key and a canonical text, with what verification makes of it. */
    private static List<String> compared(Value value, List<String> rows) {
        return rows.stream()
                .map(row -> {
                    int bar = row.indexOf('|');
                    String text = row.substring(bar + 1);
                    return row.substring(0, bar + 1) + (text.equals("~") ? text : value.compared(text));
                })
                .toList();
    }

    private void sync() {
        assertThat(Sync.run(fixture.strangler(domain), List.of(domain), new SyncOptions(true, false), name -> {})
                        .failure())
                .isEmpty();
    }

    private Column column(int family) {
        return fixture.tables("t" + family).get(0).columns().get(1);
    }

    private static String manyLabels(int count) {
        return java.util.stream.IntStream.range(0, count)
                .mapToObj(i -> "'l" + i + "'")
                .collect(java.util.stream.Collectors.joining(","));
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
