package dev.ficus.dualwrite.value;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.settings.ColumnChoice;
import dev.ficus.dualwrite.StranglerFixture;
import dev.ficus.dualwrite.connect.MysqlRows;
import dev.ficus.dualwrite.table.Column;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** The bytes of the row protocol become exactly what the text of the slow way becomes, or are refused for the same reason. */
class CellReaderIT {
    private static final List<String> TARGETS = List.of(
            "smallint",
            "integer",
            "bigint",
            "numeric(20)",
            "numeric",
            "boolean",
            "bytea",
            "bit",
            "double precision",
            "text",
            "varchar(3)",
            "json",
            "jsonb",
            "uuid",
            "enum",
            "time",
            "timestamp",
            "timestamptz",
            "point");
    private static final List<TypeMatrix.Family> REFUSED = List.of(
            family(
                    "DATE",
                    "'0000-00-00'",
                    "'2024-00-10'",
                    "'2024-02-30'",
                    "'2023-02-29'",
                    "'2024-02-29'",
                    "'1900-02-29'"),
            family("DATETIME(3)", "'0000-00-00'", "'2024-05-00 10:00:00.123'", "'2024-04-31'", "'2024-04-30'"),
            family("TIMESTAMP NULL", "'0000-00-00'", "'2024-02-29 01:02:03'"),
            family("VARCHAR(9)", "'a\\0b'", "'\\0'", "'\u00E9\\0\\t'", "'1234'", "'abc'", "'\u00E9\u00E8\u00EA'"),
            family("VARCHAR(9) CHARACTER SET latin1", "'a\\0b'", "x'E900'", "x'80'", "x'8183'", "'abcd'"),
            family("TEXT CHARACTER SET utf16", "_utf16 x'00410000'", "_utf16 x'D83DDE00'"),
            family("TEXT CHARACTER SET cp1251", "_cp1251 x'4198'", "_cp1251 x'C1'"),
            family("TEXT CHARACTER SET ucs2", "_ucs2 x'D83DDE00'", "_ucs2 x'0041'"),
            family("TEXT", "'{\"a\": 1}'", "'{\"\\\\u0000\": 1}'", "'{'", "'\"\\\\\\\\u0000\"'"),
            family(
                    "CHAR(36)",
                    "'123e4567-e89b-12d3-a456-426614174000'",
                    "'123E4567-e89b-12d3-a456-426614174000'",
                    "'x'"),
            family(
                    "CHAR(36) CHARACTER SET latin1",
                    "'123e4567-e89b-12d3-a456-426614174000'",
                    "'123e4567+e89b-12d3-a456-426614174000'"),
            family("TINYINT(3) ZEROFILL", "0", "1", "7"),
            family("ENUM('a','b','')", "''", "'b'", "3", "0"),
            family("BIT(12)", "0", "1", "b'101010101010'", "4095"));
    private static final TypeMatrix.Family MARIADB = family("TEXT", "_utf8mb4 x'EDA080'");
    private static final TypeMatrix.Family MYSQL =
            family("JSON", "'{\"a\\\\u0000\": 1}'", "'\"\\\\\\\\u0000 \\\\u0001\"'");

    private final StranglerFixture fixture = StranglerFixture.fresh();
    private final boolean maria = fixture.mysqlRows("SELECT version()").get(0).contains("MariaDB");

    @Test
    void everyValueOfEveryTypeAndChoiceIsReadAlike() throws SQLException {
        List<TypeMatrix.Family> families = Stream.of(
                        TypeMatrix.families(maria), REFUSED, List.of(maria ? MARIADB : MYSQL))
                .flatMap(List::stream)
                .toList();
        SoftAssertions softly = new SoftAssertions();
        int compared = 0;
        for (int i = 0; i < families.size(); i++) {
            create(i, families.get(i));
            for (Value value : values(fixture.tables("t" + i).get(0).columns().get(1))) {
                List<String> slow = read("t" + i, value.mysqlSelect("`v`"), reader(value));
                List<String> quick = read("t" + i, value.copySelect("`v`"), value.copyReader());
                softly.assertThat(quick)
                        .as(families.get(i).type() + " as " + value)
                        .isEqualTo(slow);
                compared += slow.size();
            }
        }
        softly.assertAll();
        assertThat(compared).as("values that were read").isGreaterThan(2_000);
    }

    /** What the interface does where a type has no reader of its own. */
    private static CellReader reader(Value value) {
        return (from, start, end, out) -> {
            String text = value.fromMysql(MysqlText.of(Arrays.copyOfRange(from, start, end)));
            if (text != null) {
                out.put(text);
            }
            return text != null;
        };
    }

    private List<String> read(String table, String selected, CellReader reader) throws SQLException {
        List<String> read = new ArrayList<>();
        CellBuffer out = new CellBuffer(16);
        try (MysqlRows rows = new MysqlRows(fixture.mysql())) {
            rows.query("SELECT " + selected + " FROM " + fixture.mysqlDatabase() + "." + table + " ORDER BY id");
            while (rows.next()) {
                out.clear();
                out.put("before");
                read.add(rows.start(0) < 0 ? "~" : read(rows, reader, out));
            }
        }
        return read;
    }

    private static String read(MysqlRows rows, CellReader reader, CellBuffer out) {
        try {
            return reader.read(rows.bytes(), rows.start(0), rows.end(0), out) ? out.text() : "chosen to be NULL";
        } catch (UnconvertibleValue e) {
            return e.reason();
        }
    }

    private void create(int number, TypeMatrix.Family family) {
        String table = "t" + number;
        fixture.mysql("CREATE TABLE " + table + " (id INT PRIMARY KEY AUTO_INCREMENT, v " + family.type() + ")");
        fixture.mysql(Stream.of(
                        Stream.of("SET sql_mode = 'ALLOW_INVALID_DATES'"),
                        family.values().stream().map(value -> "INSERT INTO " + table + " (v) VALUES (" + value + ")"),
                        Stream.of("INSERT INTO " + table + " (v) VALUES (NULL)"))
                .flatMap(statements -> statements)
                .toArray(String[]::new));
    }

    /** By the default, by every type that can be chosen, and with everything that can stand for what has no place. */
    private static List<Value> values(Column column) {
        Stream<ColumnChoice> types =
                TARGETS.stream().map(to -> new ColumnChoice(none(), Optional.of(to), none(), none(), none()));
        Stream<ColumnChoice> dates = Stream.of("null", "1970-01-01")
                .map(date -> new ColumnChoice(none(), none(), Optional.of(date), none(), none()));
        Stream<ColumnChoice> nuls = Stream.of("strip", "\u00BF")
                .map(nul -> new ColumnChoice(none(), none(), none(), Optional.of(nul), none()));
        Stream<ColumnChoice> enums = Stream.of("null", "a", "empty")
                .map(label -> new ColumnChoice(none(), none(), none(), none(), Optional.of(label)));
        return Stream.of(Stream.of(ColumnChoice.NONE), types, dates, nuls, enums)
                .flatMap(choices -> choices)
                .flatMap(choice -> value(column, choice).stream())
                .distinct()
                .toList();
    }

    /** Empty where the type cannot become that. */
    private static Optional<Value> value(Column column, ColumnChoice choice) {
        Optional<MysqlCharset> charset =
                column.value() instanceof TextValue text ? Optional.of(text.charset()) : Optional.empty();
        try {
            return Values.of(column.type(), charset, choice);
        } catch (ChoiceRefused e) {
            return Optional.empty();
        }
    }

    private static Optional<String> none() {
        return Optional.empty();
    }

    private static TypeMatrix.Family family(String type, String... values) {
        return new TypeMatrix.Family(type, List.of(values));
    }
}
