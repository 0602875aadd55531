package dev.ficus.cli.schemas;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** SQL literals of MySQL for a column, with the values in between on which copies break. The same seed gives the same. */
final class NastyValues {
    private static final List<String> TEXTS = List.of(
            "",
            "a",
            "A",
            "NULL",
            "\\N",
            "\\",
            "it's",
            "\"quoted\"",
            "two\nlines\r\nand\ta tab",
            "trailing blanks   ",
            "\u00fcber \u00df \u00e9",
            "e\u0301",
            "\u65e5\u672c\u8a9e",
            "\ud83c\udf3f\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67",
            "\u0001\u001f\u007f",
            "<p>price: 5 \u20ac &amp; more</p>",
            "{}",
            "--",
            "$$",
            "?",
            "%s");
    private static final List<String> DOCUMENTS = List.of(
            "null",
            "[]",
            "{}",
            "true",
            "\"text\"",
            "{\"b\": 1, \"a\": [1, 2.5, null, \"\\u00e9\"], \"a b\": {\"c\": false}}",
            "[18446744073709551615, -9223372036854775808, 1e300]",
            "{\"\": \"empty name\", \"emoji\": \"\ud83c\udf3f\"}");

    private final Random random;

    NastyValues(long seed) {
        this.random = new Random(seed);
    }

    /** Whether the next thing with this chance happens. */
    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    /** One of them. */
    <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /**
     * A literal.
     *
     * @param hazards which of the values that need a choice in {@code ficus.yaml} the column may hold
     */
    String of(SchemaColumn column, Set<Hazard> hazards) {
        return switch (column.type()) {
            case "tinyint", "smallint", "mediumint", "int", "bigint" -> integer(column, hazards);
            case "decimal" -> decimal(column);
            case "float" -> oneOf(List.of("0", "-0.0", "0.1", "16777216", "3.4e38", "1.5e-40", number(1000)));
            case "double" -> oneOf(List.of("0", "0.1", "1e308", "5e-324", "0.30000000000000004", number(1_000_000)));
            case "bit" -> "b'" + bits((int) column.precision()) + "'";
            case "enum" -> hazards.contains(Hazard.EMPTY_ENUM) && chance(10) ? "0" : text(oneOf(column.labels()));
            case "set" ->
                text(column.labels().stream().filter(label -> chance(50)).collect(Collectors.joining(",")));
            case "date" -> "'" + date(hazards) + "'";
            case "datetime" -> "'" + date(hazards) + " " + time() + "'";
            case "timestamp" ->
                oneOf(List.of(
                        "'1970-01-01 00:00:01'",
                        "'2038-01-19 03:14:07'",
                        "'2024-03-31 02:30:00'",
                        "'" + day() + " " + time() + "'"));
            case "time" ->
                oneOf(List.of("'-838:59:59'", "'838:59:59'", "'00:00:00'", "'-00:00:00.001'", "'" + time() + "'"));
            case "year" -> oneOf(List.of("0", "1901", "2155", "2024"));
            case "json" -> document();
            case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob" -> bytes(column);
            default -> column.isJson() ? document() : text(characters(column, hazards));
        };
    }

    private String integer(SchemaColumn column, Set<Hazard> hazards) {
        if (column.declaration().startsWith("tinyint(1)")) {
            return hazards.contains(Hazard.NUMBER_AS_FLAG) && chance(30) ? "-1" : oneOf(List.of("0", "1"));
        }
        int bits = switch (column.type()) {
            case "tinyint" -> 8;
            case "smallint" -> 16;
            case "mediumint" -> 24;
            case "int" -> 32;
            default -> 64;
        };
        boolean unsigned = column.declaration().contains("unsigned");
        BigInteger one = BigInteger.ONE;
        String least = unsigned ? "0" : one.shiftLeft(bits - 1).negate().toString();
        String most = one.shiftLeft(unsigned ? bits : bits - 1).subtract(one).toString();
        return chance(10) ? least : chance(10) ? most : Integer.toString(random.nextInt(bits == 8 ? 100 : 30_000));
    }

    private String decimal(SchemaColumn column) {
        int whole = (int) column.precision() - column.scale();
        String digits = chance(10)
                ? "9".repeat(whole)
                : Integer.toString(random.nextInt((int) Math.pow(10, Math.min(whole, 4))));
        String fraction = chance(10) ? "9".repeat(column.scale()) : digits(column.scale());
        return (chance(20) ? "-" : "") + digits + (fraction.isEmpty() ? "" : "." + fraction);
    }

    private String digits(int count) {
        return random.ints(count, 0, 10).mapToObj(Integer::toString).collect(Collectors.joining());
    }

    private String number(int bound) {
        return Double.toString(random.nextDouble() * bound);
    }

    private String bits(int count) {
        return random.ints(count, 0, 2).mapToObj(Integer::toString).collect(Collectors.joining());
    }

    private String date(Set<Hazard> hazards) {
        if (hazards.contains(Hazard.ZERO_DATE) && chance(30)) {
            return "0000-00-00";
        }
        return chance(10) ? oneOf(List.of("1000-01-01", "9999-12-31", "2024-02-29", "1582-10-10")) : day();
    }

    private String day() {
        return LocalDate.of(2015, 1, 1).plusDays(random.nextInt(5000)).toString();
    }

    private String time() {
        return LocalTime.ofSecondOfDay(random.nextInt(86_399) + 1).toString();
    }

    private String characters(SchemaColumn column, Set<Hazard> hazards) {
        String nul = hazards.contains(Hazard.NUL) && chance(20) ? "\u0000in the middle\u0000" : "";
        String word = Long.toString(random.nextLong() & 0xffffffffL, Character.MAX_RADIX);
        String text = chance(50) ? word : oneOf(TEXTS) + nul + (chance(50) ? word : "");
        String held = column.holds(text) ? text : word;
        return held.codePoints()
                .limit(column.length())
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private String bytes(SchemaColumn column) {
        byte[] bytes = chance(60)
                ? (oneOf(TEXTS) + digits(4)).getBytes(StandardCharsets.UTF_8)
                : randomBytes(random.nextInt((int) Math.min(column.length(), 40) + 1));
        int length = (int) Math.min(bytes.length, column.length());
        return "x'" + HexFormat.of().formatHex(bytes, 0, length) + "'";
    }

    private byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        if (count > 0 && chance(30)) {
            bytes[count - 1] = 0;
        }
        return bytes;
    }

    private String document() {
        return text(oneOf(DOCUMENTS));
    }

    private static String text(String value) {
        return "_utf8mb4 x'" + HexFormat.of().formatHex(value.getBytes(StandardCharsets.UTF_8)) + "'";
    }
}
