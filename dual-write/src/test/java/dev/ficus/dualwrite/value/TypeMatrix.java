package dev.ficus.dualwrite.value;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The nasty values of every type, as MySQL literals. {@code NULL} is added to each. */
final class TypeMatrix {
    /** All characters that control a terminal or COPY, but NUL. */
    private static final String CONTROLS = "CONVERT(x'" + hex(1, 0x1F) + "7F' USING utf8mb4)";
    /** Byte order mark, noncharacters, joiner, a line separator, a letter and the same letter in two parts. */
    private static final String ODD = "'\uFEFFa\uFFFE\uFFFF\u200D\u2028\u00E9e\u0301'";

    private static final List<Family> EVERYWHERE = List.of(
            of("TINYINT", "-128", "127", "0"),
            of("TINYINT UNSIGNED", "0", "255", "128"),
            of("TINYINT(1)", "-1", "2", "1", "127", "-128"),
            of("SMALLINT", "-32768", "32767", "0"),
            of("SMALLINT UNSIGNED", "65535", "32768", "0"),
            of("MEDIUMINT", "-8388608", "8388607", "0"),
            of("MEDIUMINT UNSIGNED", "16777215", "8388608", "0"),
            of("INT", "-2147483648", "2147483647", "0"),
            of("INT UNSIGNED", "4294967295", "2147483648", "0"),
            of("INT(8) UNSIGNED ZEROFILL", "42", "0", "4294967295"),
            of("BIGINT", "-9223372036854775808", "9223372036854775807", "9007199254740993", "0"),
            of("BIGINT UNSIGNED", "18446744073709551615", "9223372036854775808", "0"),
            of(
                    "DECIMAL(65,30)",
                    "-99999999999999999999999999999999999.999999999999999999999999999999",
                    "99999999999999999999999999999999999.999999999999999999999999999999",
                    "0.000000000000000000000000000001",
                    "0.1"),
            of("DECIMAL(65,0)", "-99999999999999999999999999999999999999999999999999999999999999999", "0"),
            of("DECIMAL(30,30)", "0.999999999999999999999999999999", "-0.000000000000000000000000000001"),
            of("DECIMAL(10,0)", "100", "-0", "9999999999"),
            of("DECIMAL(10,2)", "0.00", "-0.01", "1.50", "-99999999.99", "99999999.99"),
            of("DECIMAL(8,2) UNSIGNED ZEROFILL", "1.5", "999999.99"),
            of("BIT(1)", "b'0'", "b'1'"),
            of("BIT(2)", "b'10'", "b'01'", "b'00'", "b'11'"),
            of("BIT(63)", "9223372036854775807", "0"),
            of("BIT(64)", "18446744073709551615", "9223372036854775808", "1", "0"),
            of(
                    "FLOAT",
                    "16777216",
                    "16777217",
                    "0.1",
                    "-0.0",
                    "0",
                    "1.17549e-38",
                    "1e-45",
                    "3.40282e38",
                    "3.4028234663852886e38",
                    "-3.4028234663852886e38",
                    "-123456.7"),
            of("FLOAT(7,2)", "12345.67", "-0.01"),
            of(
                    "DOUBLE",
                    "0.1",
                    "0",
                    "-0.0",
                    "5e-324",
                    "-5e-324",
                    "1.7976931348623157e308",
                    "-1.7976931348623157e308",
                    "1e15",
                    "1e23",
                    "9007199254740993",
                    "-2.2250738585072014e-308"),
            of("DOUBLE UNSIGNED", "0.30000000000000004"),
            of("YEAR", "0", "1901", "2155", "2000", "1970"),
            of("TIME", "'-838:59:59'", "'838:59:59'", "'00:00:00'", "'-00:00:01'", "'24:00:00'", "'-24:00:00'"),
            of("TIME(6)", "'-838:59:58.999999'", "'838:59:58.999999'", "'-00:00:00.000001'", "'00:00:00.1'"),
            of("TIME(1)", "'-12:34:56.7'", "'00:00:00.9'", "'-00:00:00.1'", "'838:59:59.0'"),
            of("TIME(3)", "'-12:34:56.789'", "'100:00:00.001'", "'-01:00:00.000'"),
            of("BINARY(4)", "x'00000000'", "x'FF000000'", "x'01'", "''", "x'5C0A090D'", "x'20202020'"),
            of("BINARY(16)", "x'000102030405060708090A0B0C0D0E0F'"),
            of("BINARY(255)", "repeat(x'FF', 255)", "''"),
            of("VARBINARY(20)", "''", "x'00'", "x'0000FF00'", "'\\\\x41'", "x'E9'", "x'2020'"),
            of("TINYBLOB", "''", "x'00FF'", "repeat(x'FE', 255)"),
            of("LONGBLOB", "repeat(x'00FF5C0A', 1048576)", "x'00'", "''", "'text'"),
            of("SET('a','b''c','日','d\"e','f\\\\g')", "''", "'a'", "'d\"e,a'", "31", "'b''c,日'", "'f\\\\g'"),
            of("SET(" + labels(64) + ")", "18446744073709551615", "9223372036854775808", "1", "0"),
            of("SET(" + labels(9) + ")", "256", "511"),
            of(
                    "JSON",
                    "'{\"b\": 1, \"a\": {\"é\": [true, false, null]}, \"aa\": \"\", \"\": {}}'",
                    "'[1e15, 1e-16, 1.0, 0.1, 12345678901234567890, -1, 1e100, 1.5e-300, 123456789012345678901234567890]'",
                    "'[-0.0, 9007199254740993, -9223372036854775808, 18446744073709551615, 1.7976931348623157e308]'",
                    "'null'",
                    "'true'",
                    "'0'",
                    "'{}'",
                    "'\"\"'",
                    "'\"line\\\\nquote\\\\\"back\\\\\\\\u0000 😀\uFEFF\uFFFE\"'",
                    "'\"\\\\u0001\\\\u001f\\\\u007f\\\\b\\\\f/\"'",
                    "'[]'",
                    "json_array(cast('2024-01-02' as date), cast('9999-12-31 23:59:59.06' as datetime(2)),"
                            + " cast('-00:00:01.5' as time(1)), cast('838:59:59' as time), cast(-1.50 as decimal(5,2)))",
                    "json_array(cast(3000000000 as unsigned), cast(40000 as unsigned), 70000, -70000, cast('x' as binary))",
                    "'{\"a\": 1, \"a\": 2}'",
                    "concat(repeat('[', if(version() like '%MariaDB%', 31, 100)), repeat(']', if(version() like '%MariaDB%', 31, 100)))",
                    "json_quote(repeat('0123456789abcdef', 262144))"),
            of("CHAR(5)", "''", "'ab   '", "'é日😀'", "' a'"),
            of("CHAR(255)", "repeat('😀', 255)"),
            of(
                    "VARCHAR(40)",
                    "''",
                    "' '",
                    "'trailing   '",
                    "'NULL'",
                    "'\\\\N'",
                    "'\\\\.'",
                    "'tab\\tlf\\ncr\\rbs\\\\'",
                    CONTROLS,
                    ODD,
                    "'👩\u200D👩\u200D👧\uDBFF\uDFFF'"),
            of("VARCHAR(20) CHARACTER SET latin1", "'é€'", "_latin1 x'8081'", "_latin1 x'A0FF7F0120'"),
            of("TEXT CHARACTER SET gbk", "'中文'", "_gbk x'A892'", "'é\\\\'", "''", "_gbk x'815C'"),
            of("VARCHAR(20) CHARACTER SET gb2312", "'中文'"),
            of("VARCHAR(20) CHARACTER SET cp932", "'日本ー～'", "_cp932 x'835C'"),
            of("VARCHAR(20) CHARACTER SET euckr", "'한국'"),
            of("VARCHAR(20) CHARACTER SET big5", "'大中'", "_big5 x'A15C'", "''"),
            of("VARCHAR(20) CHARACTER SET sjis", "'日本ー表'", "_sjis x'835CB1'"),
            of("VARCHAR(20) CHARACTER SET ujis", "'日本'", "_ujis x'8FB0A18EB1'"),
            of("VARCHAR(20) CHARACTER SET eucjpms", "'日本①'", "_eucjpms x'8FF3F3'"),
            of("VARCHAR(20) CHARACTER SET utf16", "'日本😀'", ODD, "' '"),
            of("VARCHAR(20) CHARACTER SET utf16le", "'日本😀'", ODD),
            of("VARCHAR(20) CHARACTER SET ucs2", "'日本'", ODD),
            of("VARCHAR(20) CHARACTER SET utf32", "'日本😀'", ODD),
            of("VARCHAR(20) CHARACTER SET cp1251", "'Привет'"),
            of("VARCHAR(20) CHARACTER SET cp1250", "'žluť'"),
            of("VARCHAR(20) CHARACTER SET greek", "'Ελλάδα'", "_greek x'A1A2'"),
            of("VARCHAR(20) CHARACTER SET hebrew", "'שלום'", "_hebrew x'AF'"),
            of("VARCHAR(20) CHARACTER SET koi8u", "'Київ'", "_koi8u x'95'"),
            of("VARCHAR(20) CHARACTER SET tis620", "'ไทย'"),
            of("VARCHAR(20) CHARACTER SET armscii8", "'Հայ'"),
            of("ENUM('大','b') CHARACTER SET big5", "'大'", "'b'"),
            of("VARCHAR(20) CHARACTER SET ascii", "'plain'", "_ascii x'017F'"),
            of("TEXT CHARACTER SET utf8mb3", "'日本'", ODD),
            of("TINYTEXT", "repeat('x', 255)", "''"),
            of("LONGTEXT", "repeat('0123456789abcde\\n', 262144)", "'short'", "repeat('😀', 100000)"),
            of("ENUM('a','it''s','','日')", "'a'", "'it''s'", "'日'", "''"),
            of("ENUM(" + labels(300) + ")", "'l0'", "'l255'", "'l256'", "'l299'"),
            of("DATE", "'0001-01-01'", "'9999-12-31'", "'2024-02-29'", "'1582-10-10'", "'1500-02-28'"),
            of(
                    "DATETIME",
                    "'0001-01-01 00:00:00'",
                    "'0009-01-01 00:00:00'",
                    "'9999-12-31 23:59:59'",
                    "'2024-01-01 12:30:50'",
                    "'2024-03-31 02:30:00'",
                    "'2038-01-19 03:14:08'"),
            of(
                    "DATETIME(6)",
                    "'2024-02-29 23:59:59.999999'",
                    "'2024-01-01 00:00:00.100000'",
                    "'9999-12-31 23:59:59.999999'"),
            of("DATETIME(3)", "'1969-12-31 23:59:59.999'"),
            of(
                    "TIMESTAMP NULL",
                    "'1970-01-01 00:00:01'",
                    "'2038-01-19 03:14:07'",
                    "'2024-03-31 01:30:00'",
                    "'2024-10-27 00:30:00'",
                    "'2024-10-27 01:30:00'"),
            of("TIMESTAMP(6) NULL", "'2024-10-27 01:30:00.000001'", "'2038-01-19 03:14:07.999999'"),
            of(
                    "GEOMETRY",
                    "ST_GeomFromText('POINT(1 -2.5)')",
                    "ST_GeomFromText('POINT(52.5 13.4)', 4326)",
                    "ST_GeomFromText('POINT(1 2)', 3857)",
                    "ST_GeomFromText('GEOMETRYCOLLECTION EMPTY')",
                    "ST_GeomFromText('GEOMETRYCOLLECTION EMPTY', 4326)",
                    "x'E61000000107000000020000000101000000000000000000F03F0000000000000040"
                            + "0107000000010000000101000000000000000000F03F0000000000000040'",
                    "x'00000000010100000000000000000000800000000000000080'"),
            of("POINT", "ST_GeomFromText('POINT(1e308 -5e-324)')", "ST_GeomFromText('POINT(-90 180)', 4326)"),
            of("LINESTRING", "ST_GeomFromText('LINESTRING(0 0,1 1,2.5 -3)')"),
            of(
                    "POLYGON",
                    "ST_GeomFromText('POLYGON((0 0,10 0,10 10,0 10,0 0),(2 2,2 4,4 4,4 2,2 2))')",
                    "ST_GeomFromText('POLYGON((0 0,10 0,10 10,0 10,0 0))', 4326)"),
            of("MULTIPOINT", "ST_GeomFromText('MULTIPOINT(1 2,3 4)')"),
            of("MULTILINESTRING", "ST_GeomFromText('MULTILINESTRING((1 2,3 4),(5 6,7 8))', 4326)"),
            of("MULTIPOLYGON", "ST_GeomFromText('MULTIPOLYGON(((0 0,1 0,1 1,0 0)),((5 5,6 5,6 6,5 5)))')"),
            of("GEOMETRYCOLLECTION", "ST_GeomFromText('GEOMETRYCOLLECTION(POINT(1 2))')"));

    private static final List<Family> MYSQL = List.of(
            of("VARCHAR(20) CHARACTER SET gb18030", "'中文'", "'\uFFFF😀\uDBFF\uDFFF\u0080'", "_gb18030 x'81308130A8BC'"),
            of(
                    "VECTOR(3)",
                    "string_to_vector('[1, 2.5, -0.1]')",
                    "x'000080CB01000080FFFF7F7F'",
                    "string_to_vector('[-0.0]')"),
            of("VECTOR(2048)", "string_to_vector(concat('[', repeat('0.1,', 2047), '7]'))"));

    private static final List<Family> MARIADB = List.of(
            of("TIME(6)", "'-838:59:59.999999'", "'838:59:59.999999'"),
            of("TIME(2)", "'838:59:59.99'"),
            of(
                    "UUID",
                    "'123e4567-e89b-12d3-a456-426655440000'",
                    "'00000000-0000-0000-0000-000000000000'",
                    "'ffffffff-ffff-ffff-ffff-ffffffffffff'",
                    "'20202020-2020-4020-a020-202020202000'",
                    "'017f22e2-79b0-7cc3-98c4-dc0c0c07398f'",
                    "'017f22e2-79b0-7cc3-18c4-dc0c0c070000'"),
            of("INET4", "'192.168.0.1'", "'0.0.0.0'", "'255.255.255.255'", "'10.0.0.0'", "'32.32.32.32'"),
            of(
                    "INET6",
                    "'::'",
                    "'::1'",
                    "'::ffff:192.168.0.1'",
                    "'::192.168.0.1'",
                    "'2001:db8::ff00:42:8329'",
                    "'2001:db8:0:0:1:0:0:1'",
                    "'1:2:3:4:5:6:7:0'",
                    "'::ffff'",
                    "'2020:2020:2020:2020:2020:2020:2020:2020'",
                    "'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'"),
            of("GEOMETRY", "x'00000000010400000000000000'", "x'00000000010600000000000000'"));

    private TypeMatrix() {}

    /** A column type and its values. */
    record Family(String type, List<String> values) {}

    /** Those of this server. */
    static List<Family> families(boolean mariadb) {
        return Stream.concat(EVERYWHERE.stream(), (mariadb ? MARIADB : MYSQL).stream())
                .toList();
    }

    private static Family of(String type, String... values) {
        return new Family(type, List.of(values));
    }

    private static String labels(int count) {
        return IntStream.range(0, count).mapToObj(i -> "'l" + i + "'").collect(Collectors.joining(","));
    }

    private static String hex(int first, int last) {
        return IntStream.rangeClosed(first, last)
                .mapToObj(i -> String.format("%02X", i))
                .collect(Collectors.joining());
    }
}
