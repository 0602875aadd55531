package dev.ficus.dualwrite.backfill;

import dev.ficus.dualwrite.StranglerFixture;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Tables on MySQL, each with another kind of primary key, and rows whose keys are as awkward as their kind allows. */
final class KeyKinds {
    private static final long GAP = 1_000_000_000_000_000L;
    private static final Map<String, Kind> KINDS = kinds();

    private KeyKinds() {}

    /** @param key makes the values of the key's columns from the number of a row, as MySQL's SQL */
    private record Kind(String definition, IntFunction<String> key) {}

    static List<String> names() {
        return List.copyOf(KINDS.keySet());
    }

    /** Makes every table, with so many rows each. */
    static void create(StranglerFixture fixture, int rows) {
        names().forEach(table -> create(fixture, table, rows));
    }

    /** Makes one of them, and has the server count its rows, as it does by itself in time. */
    static void create(StranglerFixture fixture, String table, int rows) {
        Kind kind = Objects.requireNonNull(KINDS.get(table));
        String values = IntStream.range(0, rows)
                .mapToObj(i -> "(" + kind.key.apply(i) + ", 'row " + i + "')")
                .collect(Collectors.joining(", "));
        fixture.mysql(
                "CREATE TABLE " + table + " (" + kind.definition + ", note VARCHAR(40)) DEFAULT CHARSET utf8mb4",
                "INSERT INTO " + table + " VALUES " + values,
                "ANALYZE TABLE " + table);
    }

    private static Map<String, Kind> kinds() {
        Map<String, Kind> kinds = new LinkedHashMap<>();
        kinds.put("uuid_bytes", new Kind("id BINARY(16) PRIMARY KEY", i -> "x'" + hex(i, 16) + "'"));
        kinds.put(
                "uuid_text",
                new Kind(
                        "id CHAR(36) PRIMARY KEY",
                        i -> "'" + UUID.nameUUIDFromBytes(new byte[] {(byte) i, (byte) (i >> 8)}) + "'"));
        // With bytes that end in zeros, and one key that is the beginning of another.
        kinds.put(
                "bytes",
                new Kind("id VARBINARY(20) PRIMARY KEY", i -> "x'" + hex(i / 2, 6) + (i % 2 == 0 ? "" : "00") + "'"));
        kinds.put(
                "word",
                new Kind(
                        "id VARCHAR(40) COLLATE utf8mb4_general_ci PRIMARY KEY",
                        i -> "'" + mixed("Key \u00e9 '' \\\\ " + i, i) + "'"));
        kinds.put("day", new Kind("id DATE PRIMARY KEY", i -> "DATE '1000-01-01' + INTERVAL " + i * 37 + " DAY"));
        kinds.put(
                "moment",
                new Kind(
                        "id DATETIME(6) PRIMARY KEY",
                        i -> "TIMESTAMP '1969-12-31 23:59:59.999998' + INTERVAL " + i + " MICROSECOND"));
        kinds.put(
                "amount", new Kind("id DECIMAL(30,10) PRIMARY KEY", i -> (i - 300) + "." + String.format("%010d", i)));
        kinds.put(
                "pair",
                new Kind(
                        "a INT, b VARCHAR(20) COLLATE utf8mb4_general_ci, PRIMARY KEY (a, b)",
                        i -> (i / 100 - 3) + ", '" + mixed("part " + i, i) + "'"));
        kinds.put(
                "negative",
                new Kind("id BIGINT PRIMARY KEY", i -> "" + (Long.MIN_VALUE + i * 30_000_000_000_000_000L)));
        kinds.put("low_end", new Kind("id BIGINT PRIMARY KEY", i -> i == 0 ? "" + Long.MAX_VALUE : "" + i));
        kinds.put(
                "high_end",
                new Kind("id BIGINT UNSIGNED PRIMARY KEY", i -> i == 0 ? "0" : "18446744073709" + (551615 - i)));
        kinds.put("gaps", new Kind("id BIGINT PRIMARY KEY", i -> "" + ((i / 50) * GAP + i)));
        // Sorted by number, by which no text of theirs is.
        kinds.put(
                "chosen",
                new Kind(
                        "a INT, b ENUM('zebra', 'mole', 'ant') NOT NULL, PRIMARY KEY (a, b)",
                        i -> (i / 3) + ", " + (i % 3 + 1)));
        kinds.put(
                "chosen_first",
                new Kind(
                        "b ENUM('zebra', 'mole', 'ant') NOT NULL, a INT, PRIMARY KEY (b, a)",
                        i -> (i % 3 + 1) + ", " + i));
        kinds.put(
                "choices",
                new Kind(
                        "a SMALLINT, b SET('z', 'm', 'a') NOT NULL, PRIMARY KEY (b, a)",
                        i -> (i / 8) + ", " + (i % 8)));
        kinds.put("bits", new Kind("id BIT(20) PRIMARY KEY", i -> "" + (i * 257 + 250)));
        kinds.put(
                "years",
                new Kind("a YEAR, b INT, PRIMARY KEY (a, b)", i -> (i % 4 == 0 ? 0 : 1901 + i % 200) + ", " + i));
        kinds.put("span", new Kind("id TIME(3) PRIMARY KEY", i -> "SEC_TO_TIME(" + (i - 300) + " * 9000.125)"));
        kinds.put(
                "instant",
                new Kind("id TIMESTAMP(3) PRIMARY KEY", i -> "FROM_UNIXTIME(" + (i + 1) + " * 3000000.125)"));
        kinds.put(
                "latin",
                new Kind(
                        "id VARCHAR(40) CHARACTER SET latin1 COLLATE latin1_german1_ci PRIMARY KEY",
                        i -> "'" + mixed("\u00fc" + (char) ('a' + i % 26) + " " + i, i) + "'"));
        kinds.put(
                "accented",
                new Kind(
                        "id VARCHAR(40) COLLATE utf8mb4_unicode_ci PRIMARY KEY",
                        i -> "'" + (i % 2 == 0 ? "e" : "\u00e9") + (i % 3 == 0 ? "-" : "") + i + "'"));
        return kinds;
    }

    private static String hex(int seed, int bytes) {
        RandomGenerator random = RandomGeneratorFactory.of("SplittableRandom").create(seed);
        return IntStream.range(0, bytes)
                .mapToObj(i -> String.format("%02x", i == 0 && seed % 3 == 0 ? 0 : random.nextInt(256)))
                .collect(Collectors.joining());
    }

    private static String mixed(String text, int i) {
        return i % 3 == 0 ? text.toUpperCase(Locale.ROOT) : text;
    }
}
