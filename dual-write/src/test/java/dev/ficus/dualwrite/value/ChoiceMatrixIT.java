package dev.ficus.dualwrite.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.settings.ColumnChoice;
import dev.ficus.core.settings.ConversionSettings;
import dev.ficus.core.settings.DomainSettings;
import dev.ficus.core.settings.TableChoice;
import dev.ficus.dualwrite.StranglerFixture;
import dev.ficus.dualwrite.backfill.Backfill;
import dev.ficus.dualwrite.backfill.BackfillOptions;
import dev.ficus.dualwrite.control.Checkpoints;
import dev.ficus.dualwrite.control.Control;
import dev.ficus.dualwrite.control.Direction;
import dev.ficus.dualwrite.control.LogSequenceNumber;
import dev.ficus.dualwrite.control.Phase;
import dev.ficus.dualwrite.scan.ScanOptions;
import dev.ficus.dualwrite.stream.ReverseSlot;
import dev.ficus.dualwrite.stream.Sync;
import dev.ficus.dualwrite.stream.SyncOptions;
import dev.ficus.dualwrite.table.Column;
import dev.ficus.dualwrite.table.MysqlCatalog;
import dev.ficus.dualwrite.table.Table;
import dev.ficus.dualwrite.verify.TableReport;
import dev.ficus.dualwrite.verify.Verification;
import dev.ficus.dualwrite.verify.VerificationOptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What {@code ficus.yaml} can choose. Every choice goes four ways, as in {@link ValueMatrixIT}, with the CHECK of its
 * type in PostgreSQL; verification calls the result equal and finds the smallest change. Every hazard is found by its
 * condition and refused by the copy.
 */
class ChoiceMatrixIT {
    /** Values that a strict session refuses, and bytes of single characters. */
    private static final String LOOSE = "SET SESSION sql_mode = 'ALLOW_INVALID_DATES'";

    /** Without the search before the copy, so that the copy itself has to refuse. */
    private static final BackfillOptions UNSCANNED =
            new BackfillOptions(100, false, true, ScanOptions.ALL.limitedTo(OptionalLong.of(0)));

    private static final String[] ZERO_DATES = {
        "'0000-00-00'", "'2024-00-10'", "'2024-05-00'", "'0000-05-05'", "'2024-02-30'", "'2024-02-29'", "'9999-12-31'"
    };

    private static final List<Chosen> CHOICES = List.of(
            new Chosen("TINYINT(1)", to("boolean"), "NOT v", "0", "1"),
            new Chosen("BIGINT UNSIGNED", to("boolean"), "NOT v", "0", "1"),
            new Chosen("BIGINT UNSIGNED", to("bigint"), "v - 1", "9223372036854775807", "0"),
            new Chosen("BIGINT", to("smallint"), "v + 1", "-32768", "32767"),
            new Chosen("INT UNSIGNED", to("int"), "v - 1", "2147483647", "0"),
            new Chosen("INT(8) UNSIGNED ZEROFILL", to("numeric"), "v + 1", "42", "4294967295"),
            new Chosen("TINYINT", to("numeric(20)"), "v + 1", "-128", "127"),
            new Chosen("BIT(1)", to("bit"), "~v", "b'0'", "b'1'"),
            new Chosen("BIT(1)", to("smallint"), "1 - v", "b'0'", "b'1'"),
            new Chosen("BIT(12)", to("bytea"), "'\\x0ffe'", "b'111111111111'", "b'0'", "b'100000000'"),
            new Chosen("BIT(64)", to("bytea"), "'\\xfffffffffffffffe'", "18446744073709551615", "0", "255"),
            new Chosen("BIT(64)", to("numeric(20)"), "v - 1", "18446744073709551615", "9223372036854775808"),
            new Chosen("BIT(40)", to("bigint"), "v - 1", "1099511627775", "0"),
            new Chosen("DECIMAL(10,2)", to("numeric"), "v + 0.01", "0.00", "-0.01", "1.50", "99999999.99"),
            new Chosen("DECIMAL(65,30) UNSIGNED", to("numeric"), "v + 1", "0.1", "0"),
            new Chosen("DECIMAL(20,0)", to("bigint"), "v - 1", "9223372036854775807", "-9223372036854775808"),
            new Chosen("FLOAT", to("double precision"), "v + 0.0078125", "0.1", "16777216", "-0.0", "3.40282e38"),
            new Chosen("YEAR", to("integer"), "v + 54", "1901", "0", "2155", "2069"),
            new Chosen("TIME", to("time"), "v + interval '1 second'", "'00:00:00'", "'23:59:59'", "'24:00:00'"),
            new Chosen("TIME(6)", to("time"), "v + interval '1 microsecond'", "'23:59:59.123456'", "'24:00:00'"),
            new Chosen("DATETIME(6)", to("timestamptz"), "v + interval '1 microsecond'", "'2024-03-31 02:30:00.1'"),
            new Chosen("TIMESTAMP NULL", to("timestamp"), "v + interval '1 second'", "'2024-10-27 01:30:00'"),
            new Chosen(
                    "POINT",
                    to("point"),
                    "point(v[0], v[1] + 1)",
                    "ST_GeomFromText('POINT(1.5 -0.1)')",
                    "ST_GeomFromText('POINT(1e308 -5e-324)')",
                    "ST_GeomFromText('POINT(0 0)')"),
            new Chosen("BINARY(16)", to("uuid"), "gen_random_uuid()", "x'00'", "x'FF0102030405060708090A0B0C0D0E0F'"),
            new Chosen("CHAR(36)", to("uuid"), "gen_random_uuid()", "'6ccd780c-baba-1026-9564-5b8c656024db'"),
            new Chosen("VARCHAR(36) CHARACTER SET latin1", to("uuid"), "gen_random_uuid()", "lower(uuid())"),
            new Chosen("SET('a','b','日')", to("text"), "'日'", "'a,b,日'", "''", "'b'"),
            new Chosen("SET('a','b','日')", to("integer"), "v - 1", "'a,b,日'", "''", "'b'"),
            new Chosen("ENUM('new','it''s','')", to("enum"), "'new'", "'it''s'", "''", "'new'"),
            new Chosen("JSON", to("json"), "'[2]'", "'[1, \"\\\\u0000\", 1e15]'", "'{\"b\": 1, \"a\": 2}'"),
            new Chosen("JSON", to("text"), "'[2]'", "'[1, \"\\\\u0000\", 1e15]'", "'{\"b\": 1, \"a\": 2}'"),
            new Chosen(
                    "LONGTEXT",
                    to("jsonb"),
                    "'[1, 3]'",
                    "'[1, 2.0]'",
                    "'{\"b\":1,\"a\":1e2}'",
                    "'\"\\\\\\\\u0000 😀\"'",
                    "concat('[\"', repeat('0123456789', 100000), '\"]')"),
            new Chosen("VARCHAR(50) CHARACTER SET latin1", to("json"), "'{\"é\": 2}'", "'{\"é\": 1}'", "' [ ] '"),
            new Chosen("VARCHAR(20)", to("text"), "v || ' '", "'trailing  '", "'😀'", "''"),
            new Chosen("VARCHAR(20)", to("varchar(5)"), "v || ' '", "'日本'", "''"),
            new Chosen("LONGTEXT", to("varchar(300)"), "v || '.'", "'日本'", "repeat('é', 300)"),
            new Chosen("VARCHAR(20)", to("bytea"), "v || '\\x00'", "'a\\0b'", "'日本'", "''"),
            new Chosen("VARCHAR(20) CHARACTER SET cp1251", to("bytea"), "v || '\\x00'", "_cp1251 x'4198'", "'Привет'"),
            new Chosen("TEXT CHARACTER SET utf16", to("bytea"), "v || '\\x0020'", "'日本😀\\0'", "''"),
            new Chosen("VARCHAR(20)", nul("strip"), "v || 'b'", "'a\\0b'", "'\\0'", "'plain'", "''"),
            new Chosen("TEXT CHARACTER SET utf16", nul("\uFFFD"), "v || 'b'", "'\\0日\\0'", "'plain'"),
            new Chosen("VARCHAR(20) COLLATE utf8mb4_bin", nul("'"), "v || 'b'", "'a\\0b'", "'plain'"),
            new Chosen("LONGTEXT CHARACTER SET gbk", nul("\\"), "v || 'b'", "'中\\0文'", "'plain'"),
            new Chosen("DATE", zeroDate("null"), "'2024-01-01'", ZERO_DATES),
            new Chosen("DATE NOT NULL", zeroDate("null"), "'2024-01-01'", ZERO_DATES),
            new Chosen("DATE", zeroDate("1000-01-01"), "v + 1", ZERO_DATES),
            new Chosen("DATETIME", zeroDate("null"), "'2024-01-01'", ZERO_DATES),
            new Chosen("DATETIME(3) NOT NULL", zeroDate("null"), "'2024-01-01'", ZERO_DATES),
            new Chosen("DATETIME(6)", zeroDate("1000-01-01 00:00:01"), "v + interval '1 second'", ZERO_DATES),
            new Chosen("DATETIME", both("timestamptz", "0001-01-01"), "v + interval '1 second'", ZERO_DATES),
            new Chosen("TIMESTAMP NULL", zeroDate("null"), "'2024-01-01'", "'0000-00-00'", "'2024-01-01'"),
            new Chosen("TIMESTAMP NOT NULL", zeroDate("null"), "'2024-01-01'", "'0000-00-00'", "'2038-01-19 03:14:07'"),
            new Chosen("TIMESTAMP(6) NULL", zeroDate("1970-01-02"), "v + interval '1 second'", "'0000-00-00'"),
            new Chosen("ENUM('a','b')", invalidEnum("null"), "'b'", "0", "'a'", "'b'"),
            new Chosen("ENUM('a','','b')", invalidEnum("null"), "'b'", "0", "''", "'a'", "'b'"),
            new Chosen("ENUM('a','it''s') NOT NULL", invalidEnum("it's"), "'a'", "0", "'a'"));

    /** Ways that no type takes alone, and so the values that it refuses; the first word names the hazard. */
    private static final List<Risky> HAZARDS = List.of(
            new Risky("range", "TINYINT(1)", to("boolean"), List.of("2", "-1", "127"), "0", "1"),
            new Risky("range", "BIGINT UNSIGNED", to("bigint"), List.of("9223372036854775808"), "9223372036854775807"),
            new Risky("range", "INT", to("smallint"), List.of("32768", "-32769"), "32767", "-32768"),
            new Risky("range", "BIT(64)", to("bigint"), List.of("9223372036854775808"), "1"),
            new Risky("range", "DECIMAL(20,0)", to("integer"), List.of("2147483648", "-2147483649"), "2147483647"),
            new Risky("range", "SET(" + labels(33) + ")", to("integer"), List.of("4294967296"), "2147483647"),
            new Risky("range", "TIME(3)", to("time"), List.of("'-00:00:00.001'", "'24:00:00.001'"), "'24:00:00'"),
            new Risky("range", "VARCHAR(9)", to("varchar(2)"), List.of("'日本😀'", "'   '"), "'日本'", "'😀😀'"),
            new Risky(
                    "range",
                    "CHAR(36)",
                    to("uuid"),
                    List.of("''", "'6CCD780C-baba-1026-9564-5b8c656024db'", "'6ccd780cbaba102695645b8c656024db'"),
                    "'6ccd780c-baba-1026-9564-5b8c656024db'"),
            new Risky("range", "TEXT", to("jsonb"), List.of("''", "'{'", "'[1] [2]'", "'{a: 1}'"), "'[1]'", "' null '"),
            new Risky(
                    "nul",
                    "TEXT",
                    to("jsonb"),
                    List.of("'[\"\\\\u0000\"]'", "'[\"\\\\\\\\\\\\u0000\"]'"),
                    "'[\"\\\\\\\\u0000\"]'"),
            new Risky("nul", "JSON", to("jsonb"), List.of("'[\"\\\\u0000\"]'"), "'[\"\\\\\\\\u0000\"]'"),
            new Risky("nul", "VARCHAR(9)", ColumnChoice.NONE, List.of("'a\\0b'", "'\\0'"), "''", "'a'"),
            new Risky("nul", "VARCHAR(9) COLLATE utf8mb4_bin", nul("fail"), List.of("'\\0'"), "'\\\\0'"),
            new Risky("nul", "TEXT CHARACTER SET utf16", ColumnChoice.NONE, List.of("'a\\0'"), "'日Ā'", "'a'"),
            new Risky("nul", "LONGTEXT CHARACTER SET latin1", ColumnChoice.NONE, List.of("'é\\0'"), "'é'"),
            new Risky(
                    "invalid-text",
                    "VARCHAR(9) CHARACTER SET cp1251",
                    ColumnChoice.NONE,
                    List.of("_cp1251 x'4198'", "_cp1251 x'3F98'"),
                    "'Привет?'",
                    "'?'"),
            new Risky(
                    "invalid-text",
                    "VARCHAR(9) CHARACTER SET ucs2",
                    ColumnChoice.NONE,
                    List.of("_ucs2 x'D800'", "_ucs2 x'0041DC000042'"),
                    "'日本?'"),
            new Risky("invalid-text", "TEXT CHARACTER SET greek", nul("strip"), List.of("_greek x'41D2'"), "'Ελ?'"),
            new Risky("invalid-enum", "ENUM('a','b')", ColumnChoice.NONE, List.of("0"), "'a'", "2"),
            new Risky("invalid-enum", "ENUM('','b')", invalidEnum("fail"), List.of("0"), "''", "2"),
            new Risky("invalid-enum", "ENUM('a','b') CHARACTER SET utf16", to("enum"), List.of("0"), "'a'"),
            new Risky(
                    "zero-date",
                    "DATE",
                    ColumnChoice.NONE,
                    List.of("'0000-00-00'", "'2024-00-10'", "'2024-05-00'", "'0000-05-05'", "'2023-02-29'"),
                    "'0001-01-01'",
                    "'2024-02-29'"),
            new Risky(
                    "zero-date",
                    "DATETIME(6)",
                    zeroDate("fail"),
                    List.of("'0000-00-00 00:00:00'", "'2024-00-10 12:00:00'", "'2024-04-31'", "'0000-12-31'"),
                    "'9999-12-31 23:59:59.999999'",
                    "'2024-04-30 00:00:00'"),
            new Risky("zero-date", "TIMESTAMP NULL", ColumnChoice.NONE, List.of("0"), "'1970-01-01 00:00:01'"));

    /** A type, what is chosen for it, the PostgreSQL expression of the least other value than the first, and values. */
    private record Chosen(String type, ColumnChoice choice, String step, String... values) {}

    /** A type, what is chosen for it, values that it refuses, and such that it takes. */
    private record Risky(String hazard, String type, ColumnChoice choice, List<String> refused, String... taken) {}

    private final StranglerFixture fixture = StranglerFixture.fresh();

    @Test
    void everyChoiceIsTheSameFourWays() throws SQLException {
        DomainSettings domain = domain(CHOICES.stream().map(Chosen::choice).toList());
        forEachChoice(i -> {
            fixture.mysql("CREATE TABLE t" + i + " (id INT PRIMARY KEY, v "
                    + CHOICES.get(i).type() + ")");
            insert(i, 0);
        });
        tables(domain).forEach(this::createInPostgres);
        Backfill.run(fixture.strangler(domain), domain.name(), BackfillOptions.DEFAULT);
        assertEqual(domain, "copied by the backfill");

        forEachChoice(i -> insert(i, 1000));
        sync(domain);
        assertEqual(domain, "inserted through the forward stream");

        forEachChoice(i -> fixture.mysql(
                LOOSE,
                "UPDATE t" + i + " a JOIN t" + i + " b ON b.id = 1000 + (a.id + 1) % " + rows(i)
                        + " SET a.v = b.v WHERE a.id < 1000"));
        sync(domain);
        assertEqual(domain, "updated through the forward stream");

        List<Table> tables = tables(domain);
        ReverseSlot slot = new ReverseSlot(fixture.postgres(), domain.name());
        beginReverse(domain, slot.create(tables));
        try {
            forEachChoice(i -> fixture.postgres(
                    "ALTER TABLE t" + i + " DISABLE TRIGGER ficus_fence",
                    "INSERT INTO t" + i + " SELECT id + 5000, v FROM t" + i + " WHERE id >= 1000",
                    "UPDATE t" + i + " a SET v = b.v FROM t" + i
                            + " b WHERE b.id = a.id + 5000 + 1000 AND a.id < 1000"));
            sync(domain);
            assertEqual(domain, "back on MySQL through the reverse stream");
            for (Table table : tables) {
                assertThat(mysql(table, "id BETWEEN 6000 AND 6999", 5000))
                        .as("what came back to " + type(table))
                        .isEqualTo(mysql(table, "id BETWEEN 1000 AND 1999", 0));
            }
        } finally {
            slot.drop();
        }
        smallestChangesAreFound(domain);
    }

    @Test
    void everyHazardIsFoundByItsConditionAndRefusedByTheCopy() {
        DomainSettings all = domain(HAZARDS.stream().map(Risky::choice).toList());
        for (int i = 0; i < HAZARDS.size(); i++) {
            List<String> values = new ArrayList<>(HAZARDS.get(i).refused());
            Collections.addAll(values, HAZARDS.get(i).taken());
            values.add("NULL");
            fixture.mysql("CREATE TABLE t" + i + " (id INT PRIMARY KEY, v "
                    + HAZARDS.get(i).type() + ")");
            for (int v = 0; v < values.size(); v++) {
                fixture.mysql(LOOSE, "INSERT INTO t" + i + " VALUES (" + v + ", " + values.get(v) + ")");
            }
        }
        for (Table table : tables(all)) {
            Risky risky = HAZARDS.get(Integer.parseInt(table.name().substring(1)));
            Hazard hazard = table.columns().get(1).value().hazards().stream()
                    .filter(each -> each.id().equals(risky.hazard()))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no hazard of " + risky));
            List<String> refused = IntStream.range(0, risky.refused().size())
                    .mapToObj(Integer::toString)
                    .toList();
            assertThat(fixture.mysqlRows("SELECT id FROM " + table.name() + " WHERE "
                            + hazard.condition().apply("`v`") + " ORDER BY id"))
                    .as("found in " + risky)
                    .isEqualTo(refused);
            assertThat(fixture.mysqlRows("SELECT count(*) FROM " + table.name() + " WHERE ("
                            + hazard.condition().apply("`v`") + ") IS NULL"))
                    .as("the condition is never unknown for " + risky)
                    .containsExactly("0");
            createInPostgres(table);
            refused.forEach(id -> assertRefused(all, table, id, risky));
            copyOf(all, table);
        }
    }

    /** With choices as keys: ranges of keys, look-ups by key, and the order of both sides. */
    @Test
    void keysOfChosenTypesAreCopiedInChunksComparedAndFound() {
        List<String> choices =
                List.of("uuid", "uuid", "smallint", "integer", "boolean", "timestamptz", "time", "numeric", "bytea");
        Map<String, ColumnChoice> columns = new LinkedHashMap<>();
        for (int i = 0; i < choices.size(); i++) {
            columns.put("c" + i, to(choices.get(i)));
        }
        DomainSettings domain = new DomainSettings(
                StranglerFixture.domain("keys"),
                List.of("k"),
                new ConversionSettings(Map.of(), Map.of("k", new TableChoice(Optional.empty(), Map.of(), columns))));
        fixture.mysql("CREATE TABLE k (c0 BINARY(16), c1 CHAR(36), c2 BIT(5), c3 SET('x','y'), c4 TINYINT(1),"
                + " c5 DATETIME, c6 TIME(1), c7 DECIMAL(5,2), c8 BIT(12), n INT,"
                + " PRIMARY KEY (c0, c1, c2, c3, c4, c5, c6, c7, c8))");
        String text = "'6ccd780c-baba-1026-9564-5b8c65602";
        for (String key : List.of(
                "x'01', " + text + "4db', 1, '', 0, '2024-01-01', '00:00:00', 0, 0",
                "x'01', " + text + "4db', 2, 'x', 0, '2024-01-01', '00:00:00', 0, 0",
                "x'01', " + text + "4dc', 2, 'x,y', 1, '2024-01-01', '00:00:00', 0, 0",
                "x'01', " + text + "4dc', 2, 'x,y', 1, '2024-03-31 02:30:00', '00:00:00', 1.5, 255",
                "x'01', " + text + "4dc', 2, 'x,y', 1, '2024-03-31 02:30:00', '24:00:00', 1.5, 256",
                "x'FF', " + text + "4dc', 31, 'y', 1, '2024-03-31 02:30:00', '24:00:00', -1.5, 4095")) {
            fixture.mysql("INSERT INTO k VALUES (" + key + ", 1)");
        }
        Table table = tables(domain).get(0);
        createInPostgres(table);
        Backfill.run(fixture.strangler(domain), domain.name(), new BackfillOptions(2, false, true));
        assertThat(fixture.postgresRows("SELECT count(*) FROM k")).containsExactly("6");
        open(domain, List.of(table));
        assertThat(verify(domain).get(0).listedDifferences()).isEmpty();

        fixture.postgres("UPDATE k SET n = 2 WHERE c2 = 1", "DELETE FROM k WHERE c2 = 31");

        assertThat(verify(domain).get(0).listedDifferences()).hasSize(2);
    }

    /** No strict session of MySQL writes the empty value of an invalid insert, so it has no way back. */
    @Test
    void emptyTextOfAnInvalidEnumIsCopiedAndHasNoWayBack() {
        DomainSettings domain = domain(List.of(invalidEnum("empty")));
        fixture.mysql(
                LOOSE, "CREATE TABLE t0 (id INT PRIMARY KEY, v ENUM('a'))", "INSERT INTO t0 VALUES (1, 0), (2, 1)");
        Table table = tables(domain).get(0);
        createInPostgres(table);
        Backfill.run(fixture.strangler(domain), domain.name(), BackfillOptions.DEFAULT);

        assertThat(fixture.postgresRows("SELECT * FROM t0 ORDER BY id")).containsExactly("1|", "2|a");
        assertEqual(domain, "copied");
        UnconvertibleValue refused = catchThrowableOfType(
                UnconvertibleValue.class, () -> table.columns().get(1).value().toMysql(""));
        assertThat(refused.reason()).isEqualTo("the text is no label of the enum");
    }

    private void smallestChangesAreFound(DomainSettings domain) {
        open(domain, tables(domain));
        assertThat(verify(domain))
                .allSatisfy(report -> assertThat(report.listedDifferences())
                        .as(report.table())
                        .isEmpty());
        forEachChoice(i ->
                fixture.postgres("UPDATE t" + i + " SET v = " + CHOICES.get(i).step() + " WHERE id = 1000"));
        assertThat(verify(domain))
                .allSatisfy(report -> assertThat(report.listedDifferences())
                        .as("the change in " + report.table() + " of "
                                + CHOICES.get(Integer.parseInt(report.table().substring(1))))
                        .hasSize(1));
    }

    /** At rest and without fences, so that a test can change the copy. */
    private void open(DomainSettings domain, List<Table> tables) {
        tables.forEach(
                table -> fixture.postgres("ALTER TABLE " + table.postgresName() + " DISABLE TRIGGER ficus_fence"));
        fixture.postgres("UPDATE ficus.domain SET phase = 'retired' WHERE name = '" + domain.name() + "'");
    }

    private List<TableReport> verify(DomainSettings domain) {
        return Verification.run(
                        fixture.strangler(domain),
                        domain.name(),
                        new VerificationOptions(2, 20, 3, Duration.ofSeconds(5)))
                .tables();
    }

    private void assertRefused(DomainSettings all, Table table, String id, Risky risky) {
        fixture.mysql(LOOSE, "CREATE TABLE r LIKE " + table.name());
        fixture.mysql(LOOSE, "INSERT INTO r SELECT * FROM " + table.name() + " WHERE id = " + id);
        DomainSettings domain = renamed(all, table, "r");
        Table one = tables(domain).get(0);
        createInPostgres(one);
        FicusException failure = catchThrowableOfType(
                FicusException.class, () -> Backfill.run(fixture.strangler(domain), domain.name(), UNSCANNED));
        assertThat(failure)
                .as("value " + risky.refused().get(Integer.parseInt(id)) + " of " + risky)
                .isNotNull();
        assertThat(failure.code()).isEqualTo(ErrorCode.VALUE_NOT_CONVERTIBLE);
        assertThat(failure.problem().what())
                .as("refused by the conversion itself")
                .contains("column v of the row with key [" + id + "]");
        fixture.mysql("DROP TABLE r");
        fixture.postgres("DROP TABLE r");
    }

    /** Without the refused values the same choice copies the table. */
    private void copyOf(DomainSettings all, Table table) {
        Hazard hazard = table.columns().get(1).value().hazards().get(0);
        table.columns()
                .get(1)
                .value()
                .hazards()
                .forEach(each -> fixture.mysql(
                        LOOSE,
                        "DELETE FROM " + table.name() + " WHERE "
                                + each.condition().apply("`v`")));
        assertThat(hazard.fix()).isNotBlank();
        DomainSettings domain = renamed(all, table, table.name());
        Backfill.run(fixture.strangler(domain), domain.name(), BackfillOptions.DEFAULT);
        assertEqual(domain, "copied without its hazards");
    }

    private static DomainSettings renamed(DomainSettings all, Table table, String name) {
        return new DomainSettings(
                StranglerFixture.domain("hazard"),
                List.of(name),
                new ConversionSettings(Map.of(), Map.of(name, all.conversion().table(table.name()))));
    }

    private void beginReverse(DomainSettings domain, LogSequenceNumber start) throws SQLException {
        try (Control control = Control.open(fixture.postgres());
                Connection mysql = fixture.mysql().open()) {
            Checkpoints.begin(mysql, domain.name(), Direction.REVERSE, 3, start, null);
            control.changePhase(control.domain(domain.name()), Phase.DUAL_WRITE);
        }
    }

    private void insert(int choice, int firstKey) {
        String[] values = CHOICES.get(choice).values();
        for (int v = 0; v < values.length; v++) {
            fixture.mysql(LOOSE, "INSERT INTO t" + choice + " VALUES (" + (firstKey + v) + ", " + values[v] + ")");
        }
        if (nullable(choice)) {
            fixture.mysql("INSERT INTO t" + choice + " VALUES (" + (firstKey + values.length) + ", NULL)");
        }
    }

    private static int rows(int choice) {
        return CHOICES.get(choice).values().length + (nullable(choice) ? 1 : 0);
    }

    private static boolean nullable(int choice) {
        return !CHOICES.get(choice).type().contains("NOT NULL");
    }

    /** As a conversion of the schema makes it, with the CHECKs that guard the way back. */
    private void createInPostgres(Table table) {
        List<String> parts = new ArrayList<>();
        for (Column column : table.columns()) {
            if (!column.value().postgresLabels().isEmpty()) {
                fixture.postgres("DROP TYPE IF EXISTS " + column.value().postgresType());
                fixture.postgres("CREATE TYPE " + column.value().postgresType() + " AS ENUM ("
                        + SqlText.postgres(column.value().postgresLabels()) + ")");
            }
            String check = column.value().postgresCheck(column.postgresName());
            parts.add(column.postgresName() + " " + column.value().postgresType()
                    + (column.nullableInPostgres() ? "" : " NOT NULL")
                    + (check.isEmpty() ? "" : " CHECK (" + check + ")"));
        }
        String key =
                String.join(", ", table.key().stream().map(Column::postgresName).toList());
        fixture.postgres("CREATE TABLE " + table.postgresName() + " (" + String.join(", ", parts) + ", PRIMARY KEY ("
                + key + "))");
    }

    private void assertEqual(DomainSettings domain, String way) {
        for (Table table : tables(domain)) {
            Value value = table.columns().get(1).value();
            List<String> postgres = compared(
                    value,
                    fixture.postgresRows(
                            "SELECT id, " + value.postgresCanonical("v") + " FROM " + table.name() + " ORDER BY id"));
            assertThat(postgres).as(type(table) + ", " + way).isEqualTo(mysql(table, "true", 0));
        }
    }

    private static String type(Table table) {
        return table.columns().get(1).type().declaration() + " as "
                + table.columns().get(1).value();
    }

    private List<String> mysql(Table table, String where, int shift) {
        Value value = table.columns().get(1).value();
        return compared(
                value,
                fixture.mysqlRows("SELECT id - " + shift + ", " + value.mysqlCanonical("v") + " FROM " + table.name()
                        + " WHERE " + where + " ORDER BY id"));
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

    private void sync(DomainSettings domain) {
        assertThat(Sync.run(fixture.strangler(domain), List.of(domain), new SyncOptions(true, false), name -> {})
                        .failure())
                .isEmpty();
    }

    private List<Table> tables(DomainSettings domain) {
        try (Connection connection = fixture.mysql().open()) {
            return MysqlCatalog.tables(connection, domain);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** A domain of the tables t0, t1 and so on, with a choice for the column v of each. */
    private static DomainSettings domain(List<ColumnChoice> choices) {
        Map<String, TableChoice> tables = new LinkedHashMap<>();
        for (int i = 0; i < choices.size(); i++) {
            tables.put("t" + i, new TableChoice(Optional.empty(), Map.of(), Map.of("v", choices.get(i))));
        }
        return new DomainSettings(
                StranglerFixture.domain("choices"),
                List.copyOf(tables.keySet()),
                new ConversionSettings(Map.of(), tables));
    }

    private static ColumnChoice to(String type) {
        return choice(type, null, null, null);
    }

    private static ColumnChoice zeroDate(String word) {
        return choice(null, word, null, null);
    }

    private static ColumnChoice both(String type, String zeroDate) {
        return choice(type, zeroDate, null, null);
    }

    private static ColumnChoice nul(String word) {
        return choice(null, null, word, null);
    }

    private static ColumnChoice invalidEnum(String word) {
        return choice(null, null, null, word);
    }

    private static ColumnChoice choice(
            @Nullable String to, @Nullable String zeroDate, @Nullable String nul, @Nullable String invalidEnum) {
        return new ColumnChoice(
                Optional.empty(),
                Optional.ofNullable(to),
                Optional.ofNullable(zeroDate),
                Optional.ofNullable(nul),
                Optional.ofNullable(invalidEnum));
    }

    private static String labels(int count) {
        return String.join(
                ",", IntStream.range(0, count).mapToObj(i -> "'l" + i + "'").toList());
    }

    private static void forEachChoice(IntConsumer action) {
        IntStream.range(0, CHOICES.size()).forEach(action);
    }
}
