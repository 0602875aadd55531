package dev.ficus.dualwrite.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.dualwrite.StranglerFixture;
import dev.ficus.dualwrite.value.CellBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** The server takes a binary cell for the value that it reads from the text. */
class BinaryCellIT {
    private final Random random = new Random(7);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "smallint", "integer", "bigint", "numeric", "numeric(12,2)", "numeric(65,30)", "date", "timestamp(6)",
                "timestamp(0)", "timestamptz(3)", "uuid", "bytea", "boolean", "text", "varchar(9)", "json"
            })
    void binaryCellIsTheValueOfItsText(String type) throws Exception {
        List<String> texts = texts(type).distinct().toList();
        try (Connection postgres = StranglerFixture.fresh().postgres().open();
                Statement statement = postgres.createStatement()) {
            statement.execute("SET TimeZone = 'Asia/Kathmandu'");
            statement.execute("CREATE TEMPORARY TABLE as_text (n integer, v " + type + ")");
            statement.execute("CREATE TEMPORARY TABLE as_binary (n integer, v " + type + ")");
            try (PreparedStatement insert = postgres.prepareStatement("INSERT INTO as_text" + " SELECT n, v::" + type
                    + " FROM unnest(?::text[]) WITH ORDINALITY AS t (v, n)")) {
                insert.setArray(1, postgres.createArrayOf("text", texts.toArray()));
                insert.execute();
            }
            copy(postgres, BinaryCell.of(name(type)).orElseThrow(), texts);

            try (ResultSet row = statement.executeQuery("SELECT count(*), coalesce(string_agg(a.v::text || ' became '"
                    + " || coalesce(b.v::text, 'nothing'), ', ') FILTER (WHERE a.v::text IS DISTINCT FROM b.v::text), '')"
                    + " FROM as_text a FULL JOIN as_binary b USING (n)")) {
                row.next();
                assertThat(row.getString(2)).isEmpty();
                assertThat(row.getInt(1)).isEqualTo(texts.size()).isPositive();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "int2, 32768",
        "int2, -32769",
        "int4, 2147483648",
        "int8, 9223372036854775808",
        "int4, ''",
        "int4, -",
        "int4, +1",
        "int4, 1x",
        "numeric, NaN",
        "numeric, 1e5",
        "numeric, .5",
        "numeric, 5.",
        "numeric, --1",
        "numeric, ''",
        "date, 2021-02-29",
        "date, 1900-02-29",
        "date, 2021-04-31",
        "date, 2021-13-01",
        "date, 0000-01-01",
        "date, 2021-1-1",
        "date, infinity",
        "timestamp, 2021-01-01",
        "timestamp, 2021-01-01 24:00:00",
        "timestamp, 2021-01-01 00:60:00",
        "timestamp, 2021-01-01 00:00:60",
        "timestamp, 2021-01-01 00:00:00.",
        "timestamp, 2021-01-01 00:00:00.1234567",
        "timestamp, 2021-01-01T00:00:00",
        "timestamp, -infinity",
        "timestamptz, 2021-01-01 00:00:00",
        "timestamptz, 2021-01-01 00:00:00+01",
        "uuid, 00000000000000000000000000000000",
        "bytea, \\x0",
        "bytea, abc",
        "bytea, \\xzz",
        "bool, true"
    })
    void textOfAnotherFormIsLeftToTheServer(String type, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

        assertThat(BinaryCell.of(type).orElseThrow().write(bytes, 0, bytes.length, new CellBuffer(16)))
                .isFalse();
    }

    @Test
    void typesWithoutBinaryFormAreUnknown() {
        assertThat(Stream.of("float8", "jsonb", "interval", "citext", ""))
                .allMatch(type -> BinaryCell.of(type).isEmpty());
    }

    private static void copy(Connection postgres, BinaryCell cell, List<String> texts) throws Exception {
        CellBuffer out = new CellBuffer(1 << 16);
        out.put("PGCOPY\n\377\r\n\0".getBytes(StandardCharsets.ISO_8859_1));
        BinaryNumbers.put(out, 0, 8);
        for (int n = 1; n <= texts.size(); n++) {
            byte[] text = texts.get(n - 1).getBytes(StandardCharsets.UTF_8);
            CellBuffer value = new CellBuffer(16);
            assertThat(cell.write(text, 0, text.length, value))
                    .as(texts.get(n - 1))
                    .isTrue();
            BinaryNumbers.put(out, 2, 2);
            BinaryNumbers.put(out, 4, 4);
            BinaryNumbers.put(out, n, 4);
            BinaryNumbers.put(out, value.length(), 4);
            out.put(value.bytes(), 0, value.length());
        }
        BinaryNumbers.put(out, -1, 2);
        CopyIn copy =
                postgres.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY as_binary FROM STDIN (FORMAT binary)");
        copy.writeToCopy(out.bytes(), 0, out.length());
        copy.endCopy();
    }

    private static String name(String type) {
        return switch (type.replaceAll("\\(.*", "")) {
            case "smallint" -> "int2";
            case "integer" -> "int4";
            case "bigint" -> "int8";
            case "boolean" -> "bool";
            default -> type.replaceAll("\\(.*", "");
        };
    }

    private Stream<String> texts(String type) {
        return switch (type) {
            case "smallint" ->
                Stream.concat(
                        Stream.of("-32768", "32767", "0", "-0", "007"),
                        random.ints(500, -32768, 32768).mapToObj(Integer::toString));
            case "integer" ->
                Stream.concat(
                        Stream.of("-2147483648", "2147483647", "0", "-1"),
                        random.ints(500).mapToObj(Integer::toString));
            case "bigint" ->
                Stream.concat(
                        Stream.of("999999999999999999", "-999999999999999999", "0"),
                        random.longs(500, -1_000_000_000_000_000L, 1_000_000_000_000_000L)
                                .mapToObj(Long::toString));
            case "numeric" ->
                Stream.concat(
                        Stream.of(
                                "0",
                                "0.0",
                                "-0.00",
                                "1",
                                "10000",
                                "9999",
                                "0.0001",
                                "0.00001",
                                "18446744073709551615",
                                "00012.3400",
                                "1" + "0".repeat(64),
                                "0." + "0".repeat(29) + "1",
                                "-99999.9999"),
                        numbers(40, 20));
            case "numeric(12,2)" -> Stream.concat(Stream.of("9999999999.99", "-9999999999.99"), numbers(10, 2));
            case "numeric(65,30)" -> numbers(35, 30);
            case "date" -> days().map(LocalDate::toString);
            case "timestamp(6)", "timestamp(0)" -> times();
            case "timestamptz(3)" -> times().map(text -> text + "+00");
            case "uuid" ->
                Stream.generate(() -> new java.util.UUID(random.nextLong(), random.nextLong()).toString())
                        .limit(300);
            case "bytea" -> Stream.iterate(0, n -> n + 1).limit(300).map(this::hexadecimal);
            case "boolean" -> Stream.of("t", "f");
            case "varchar(9)" -> Stream.of("", "a", "tab\tlf\n\\", "ünï€😀");
            case "json" -> Stream.of("{\"a\": [1, 2.50, null]}", "\"\\u00e4\"");
            default -> Stream.of("", " ", "tab\tlf\ncr\r\\N\\.", "ünï€😀", "x".repeat(100_000));
        };
    }

    private Stream<String> numbers(int wholes, int decimals) {
        return Stream.generate(() -> {
                    String text = digits(1 + random.nextInt(wholes));
                    int behind = random.nextInt(decimals + 1);
                    return (random.nextBoolean() ? "-" : "") + text + (behind == 0 ? "" : "." + digits(behind));
                })
                .limit(2_000);
    }

    private String digits(int count) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < count; i++) {
            digits.append(random.nextInt(3) == 0 ? 0 : random.nextInt(10));
        }
        return digits.toString();
    }

    /** The first and the last day of every month that MySQL has. */
    private static Stream<LocalDate> days() {
        List<LocalDate> days = new ArrayList<>();
        for (LocalDate day = LocalDate.of(1, 1, 1); day.getYear() < 10_000; day = day.plusMonths(1)) {
            days.add(day);
            days.add(day.plusMonths(1).minusDays(1));
        }
        return days.stream();
    }

    private Stream<String> times() {
        List<LocalDate> days = days().toList();
        return Stream.generate(() -> {
                    int digits = random.nextInt(7);
                    return String.format(
                            "%s %02d:%02d:%02d%s",
                            days.get(random.nextInt(days.size())),
                            random.nextInt(24),
                            random.nextInt(60),
                            random.nextInt(60),
                            digits == 0 ? "" : "." + digits(digits));
                })
                .limit(3_000);
    }

    private String hexadecimal(int length) {
        StringBuilder text = new StringBuilder("\\x");
        for (int i = 0; i < length; i++) {
            text.append(String.format("%02x", random.nextInt(256)));
        }
        return text.toString();
    }
}
