package dev.ficus.dualwrite.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ficus.core.settings.ColumnChoice;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each family makes of a choice without a server; {@code ChoiceMatrixIT} holds it against real ones. */
class ChoicesTest {
    private static final Optional<String> NONE = Optional.empty();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tinyint | tinyint(4) | \"c\" BETWEEN -128 AND 127",
                "tinyint | tinyint unsigned | \"c\" BETWEEN 0 AND 255",
                "smallint | smallint | ''",
                "mediumint | mediumint | \"c\" BETWEEN -8388608 AND 8388607",
                "int | int | ''",
                "int | int unsigned | \"c\" BETWEEN 0 AND 4294967295",
                "bigint | bigint | ''",
                "bigint | bigint unsigned | \"c\" BETWEEN 0 AND 18446744073709551615",
                "year | year | (\"c\" = 0 OR \"c\" BETWEEN 1901 AND 2155)",
                "decimal | decimal(10,2) | \"c\" <> 'NaN'",
                "decimal | decimal(10,2) unsigned | \"c\" <> 'NaN' AND \"c\" >= 0",
                "varbinary | varbinary(10) | length(\"c\") <= 10",
                "binary | binary(10) | length(\"c\") = 10",
                "varchar | varchar(10) | ''",
            })
    void numbersAndBytesThatMysqlCannotHoldAreRefusedWhereTheyAreWritten(
            String name, String declaration, String check) {
        assertThat(value(type(name, declaration), ColumnChoice.NONE).postgresCheck("\"c\""))
                .isEqualTo(check);
    }

    @Test
    void numbersThatDoNotFitTheChosenTypeAreRefusedByCopyAndStreamAlike() {
        Value small = value(type("int", "int unsigned"), to("INT2"));
        assertThat(small.fromMysql("32767")).isEqualTo("32767");
        assertThatThrownBy(() -> small.fromMysql("32768")).isInstanceOf(UnconvertibleValue.class);
        assertThatThrownBy(() -> small.fromBinlog(-1)).isInstanceOf(UnconvertibleValue.class);
        assertThat(small.hazards())
                .extracting(hazard -> hazard.condition().apply("`c`"))
                .containsExactly("(`c` is not null and (`c`+0>32767))");
        assertThat(value(type("int", "int"), to("bigint")).hazards()).isEmpty();
    }

    @Test
    void numbersWithoutAScaleGoBackOnlyWhereTheyAreWhole() {
        Value free = value(type("int", "int"), to("numeric"));
        assertThat(free.toMysql("5.000")).isEqualTo(BigInteger.valueOf(5));
        assertThatThrownBy(() -> free.toMysql("5.5")).isInstanceOf(UnconvertibleValue.class);
        assertThatThrownBy(() -> free.toMysql("NaN")).isInstanceOf(UnconvertibleValue.class);
    }

    @Test
    void booleansAreZeroAndOneAlone() {
        Value flag = value(type("tinyint", "tinyint(1)"), to("bool"));
        assertThat(flag.postgresType()).isEqualTo("boolean");
        assertThat(flag.fromBinlog(1)).isEqualTo("t");
        assertThatThrownBy(() -> flag.fromMysql("2")).isInstanceOf(UnconvertibleValue.class);
        assertThatThrownBy(() -> flag.fromBinlog(-1)).isInstanceOf(UnconvertibleValue.class);
    }

    @Test
    void bitsAsBytesHaveTheHighestByteFirst() {
        Value bytes = value(new MysqlType("bit", "bit(12)", 12, 0, 0, 0, NONE, List.of()), to("bytea"));
        BitSet bits = new BitSet();
        bits.set(0);
        bits.set(11);
        assertThat(bytes.fromBinlog(bits)).isEqualTo("\\x0801");
        assertThat(bytes.toMysql("\\x0801")).isEqualTo(BigInteger.valueOf(0x801));
        assertThatThrownBy(() -> bytes.toMysql("\\x1000")).isInstanceOf(UnconvertibleValue.class);
    }

    @Test
    void zeroDatesBecomeWhatWasChosen() {
        Value none = value(type("date", "date"), zeroDate("null"));
        assertThat(none.mapsToNull()).isTrue();
        assertThat(none.fromMysql("2024-00-10")).isNull();
        assertThat(none.fromBinlog(Long.MIN_VALUE)).isNull();
        assertThat(none.nullToMysql()).isEqualTo("0000-00-00");
        assertThat(none.hazards()).as("a value that has a place is no hazard").isEmpty();

        Value midnight = value(type("datetime", "datetime"), zeroDate("1970-01-01"));
        assertThat(midnight.mapsToNull()).isFalse();
        assertThat(midnight.fromMysql("2023-02-29 10:00:00")).isEqualTo("1970-01-01 00:00:00");
        assertThat(midnight.fromMysql("2024-02-29 10:00:00")).isEqualTo("2024-02-29 10:00:00");
        Value instant = value(type("timestamp", "timestamp"), zeroDate("1970-01-01 00:00:01"));
        assertThat(instant.fromBinlog(Long.MIN_VALUE)).isEqualTo("1970-01-01 00:00:01+00");
    }

    @ParameterizedTest
    @CsvSource({"2024-02-30", "0000-00-00", "0000-01-01", "1970-1-1", "now", "1970-01-01 00:00:00"})
    void whatIsNoDateIsNoSubstituteForOne(String word) {
        assertThat(refused(type("date", "date"), zeroDate(word)).reason()).contains("is no date");
    }

    @Test
    void nulIsStrippedOrReplacedByOneCharacter() {
        assertThat(value(text("varchar"), nul("strip")).fromMysql("a\0b\0")).isEqualTo("ab");
        assertThat(value(text("varchar"), nul("😀")).fromBinlog("a\0".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("a😀");
        assertThat(refused(text("varchar"), nul("ab")).reason()).contains("more than one character");
        assertThat(refused(type("int", "int"), nul("strip")).reason()).isEqualTo("int has no nul");
        assertThat(refused(type("json", "json"), nul("strip")).reason()).isEqualTo("json has no nul");
    }

    @Test
    void indexZeroOfAnEnumIsToldFromAnEmptyLabel() {
        MysqlType type = new MysqlType("enum", "enum('a','')", 0, 0, 0, 0, Optional.of("utf8mb4"), List.of("a", ""));
        Value value = value(type, invalidEnum("a"));
        assertThat(value.fromMysql("0")).isEqualTo("a");
        assertThat(value.fromMysql("2")).isEmpty();
        assertThat(value(type, invalidEnum("null")).fromBinlog(0)).isNull();
        assertThat(refused(type, invalidEnum("b")).allowed()).endsWith("a label for invalid-enum: a, ");
    }

    @Test
    void enumOfPostgresHasItsLabelsAndItsName() {
        MysqlType type = new MysqlType("enum", "enum('a')", 0, 0, 0, 0, Optional.of("utf8mb4"), List.of("a"));
        Value value = Values.of(type, Optional.empty(), to("enum"), "\"orders_state\"")
                .orElseThrow();
        assertThat(value.postgresType()).isEqualTo("\"orders_state\"");
        assertThat(value.postgresLabels()).containsExactly("a");
        assertThat(value.postgresCheck("c")).isEmpty();
        MysqlType long64 = new MysqlType("enum", "enum", 0, 0, 0, 0, NONE, List.of("é".repeat(32)));
        assertThat(refused(long64, to("enum")).reason()).contains("longer than the 63 bytes");
    }

    @Test
    void uuidIsTakenInSmallLettersAlone() {
        Value uuid = value(new MysqlType("char", "char(36)", 36, 0, 0, 0, Optional.of("ascii"), List.of()), to("uuid"));
        String text = "6ccd780c-baba-1026-9564-5b8c656024db";
        assertThat(uuid.fromMysql(text)).isEqualTo(text);
        assertThatThrownBy(() -> uuid.fromMysql(text.toUpperCase(Locale.ROOT))).isInstanceOf(UnconvertibleValue.class);
        Value bytes = value(new MysqlType("binary", "binary(16)", 16, 0, 0, 0, NONE, List.of()), to("uuid"));
        assertThat(bytes.fromBinlog(new byte[] {1})).isEqualTo("01000000-0000-0000-0000-000000000000");
        assertThat(refused(text("varchar"), to("uuid")).allowed()).contains("36 characters");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"[1] [2]", "{a: 1}", "''", "[1,]", "[\"\\ud800\"]", "[\"\\u0000\"]"})
    void textThatIsNoDocumentOfJsonbIsRefused(String text) {
        assertThatThrownBy(() -> value(text("longtext"), to("jsonb")).fromMysql(text))
                .isInstanceOf(UnconvertibleValue.class);
    }

    @Test
    void timesOfADayAreTakenUpToItsEnd() {
        Value time = value(type("time", "time"), to("time"));
        assertThat(time.fromBinlog(86_400_000_000L)).isEqualTo("24:00:00");
        assertThatThrownBy(() -> time.fromBinlog(86_400_000_001L)).isInstanceOf(UnconvertibleValue.class);
        assertThatThrownBy(() -> time.fromMysql("-00:00:01")).isInstanceOf(UnconvertibleValue.class);
        assertThatThrownBy(() -> time.fromMysql("100:00:00")).isInstanceOf(UnconvertibleValue.class);
    }

    @Test
    void floatThatBecomesADoubleKeepsItsBits() {
        Value wide = value(type("float", "float"), to("double precision"));
        assertThat(wide.fromBinlog(0.1f)).isEqualTo("0.10000000149011612");
        assertThat(wide.toMysql("0.10000000149011612")).isEqualTo((double) 0.1f);
        assertThatThrownBy(() -> wide.toMysql("0.1")).isInstanceOf(UnconvertibleValue.class);
    }

    @Test
    void refusalNamesWhatCanBeChosen() {
        ChoiceRefused refused = refused(type("datetime", "datetime(6)"), to("boolean"));
        assertThat(refused.reason()).isEqualTo("datetime(6) cannot become boolean");
        assertThat(refused.allowed()).isEqualTo("choose one of these for to: timestamp, timestamptz");
    }

    private static ChoiceRefused refused(MysqlType type, ColumnChoice choice) {
        return catchThrowableOfType(ChoiceRefused.class, () -> value(type, choice));
    }

    private static Value value(MysqlType type, ColumnChoice choice) {
        return Values.of(type, MysqlCharset.named("utf8mb4"), choice).orElseThrow();
    }

    private static MysqlType type(String name, String declaration) {
        return new MysqlType(name, declaration, 10, 10, 2, 0, NONE, List.of());
    }

    private static MysqlType text(String name) {
        return new MysqlType(name, name + "(10)", 10, 0, 0, 0, Optional.of("utf8mb4"), List.of());
    }

    private static ColumnChoice to(String word) {
        return new ColumnChoice(NONE, Optional.of(word), NONE, NONE, NONE);
    }

    private static ColumnChoice zeroDate(String word) {
        return new ColumnChoice(NONE, NONE, Optional.of(word), NONE, NONE);
    }

    private static ColumnChoice nul(String word) {
        return new ColumnChoice(NONE, NONE, NONE, Optional.of(word), NONE);
    }

    private static ColumnChoice invalidEnum(String word) {
        return new ColumnChoice(NONE, NONE, NONE, NONE, Optional.of(word));
    }
}
