package dev.ficus.dualwrite.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each family says without a server; {@code ValueMatrixIT} holds it against real ones. */
class ValuesTest {

    @ParameterizedTest
    @CsvSource({
        "tinyint, tinyint(4), smallint",
        "tinyint, tinyint unsigned, smallint",
        "smallint, smallint, smallint",
        "smallint, smallint unsigned, integer",
        "mediumint, mediumint, integer",
        "mediumint, mediumint unsigned, integer",
        "int, int, integer",
        "int, int unsigned, bigint",
        "bigint, bigint, bigint",
        "bigint, bigint unsigned, numeric(20)",
        "bigint, bigint(20) unsigned zerofill, numeric(20)",
    })
    void unsignedIntegersBecomeTheNextWiderType(String name, String declaration, String postgres) {
        assertThat(value(name, declaration).postgresType()).isEqualTo(postgres);
    }

    @ParameterizedTest
    @CsvSource({
        "tinyint, tinyint unsigned, -1, 255",
        "tinyint, tinyint, -1, -1",
        "smallint, smallint unsigned, -1, 65535",
        "mediumint, mediumint unsigned, -1, 16777215",
        "int, int unsigned, -1, 4294967295",
        "bigint, bigint unsigned, -1, 18446744073709551615",
        "bigint, bigint, -9223372036854775808, -9223372036854775808",
    })
    void binlogIntegersAreMaskedToTheirUnsignedWidth(String name, String declaration, long logged, String text) {
        assertThat(value(name, declaration).fromBinlog(logged)).isEqualTo(text);
    }

    @Test
    void numbersGoBackAsNumbersSoThatMysqlDoesNotCompareThemAsDoubles() {
        assertThat(value("bigint", "bigint unsigned").toMysql("18446744073709551615"))
                .isEqualTo(new BigInteger("18446744073709551615"));
        assertThat(new DecimalValue(10, 2).toMysql("1.50")).isEqualTo(new BigDecimal("1.50"));
        assertThat(new BooleanValue().toMysql("t")).isEqualTo(1);
    }

    @Test
    void bitsAreBooleans() {
        BitSet set = new BitSet();
        set.set(0);
        assertThat(new BooleanValue().fromBinlog(set)).isEqualTo("t");
        assertThat(new BooleanValue().fromBinlog(new BitSet())).isEqualTo("f");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0000-00-00", "2024-00-10", "2024-05-00", "0000-01-01"})
    void zeroAndPartialDatesAreRefused(String text) {
        assertThatThrownBy(() -> new DateValue().fromMysql(text)).isInstanceOf(UnconvertibleValue.class);
        assertThatThrownBy(() -> new DateTimeValue(0, false).fromMysql(text + " 00:00:00"))
                .isInstanceOf(UnconvertibleValue.class);
    }

    @Test
    void realDatesThatLookSimilarAreNotRefused() {
        assertThat(new DateValue().fromMysql("2000-10-10")).isEqualTo("2000-10-10");
        assertThat(new DateTimeValue(0, false).fromMysql("0009-01-01 00:00:00")).isEqualTo("0009-01-01 00:00:00");
    }

    @Test
    void invalidDatesOfTheBinlogAreRefused() {
        assertThatThrownBy(() -> new DateValue().fromBinlog(Long.MIN_VALUE)).isInstanceOf(UnconvertibleValue.class);
        assertThatThrownBy(() -> new DateTimeValue(6, true).fromBinlog(Long.MIN_VALUE))
                .isInstanceOf(UnconvertibleValue.class);
    }

    @Test
    void microsecondsAreKeptAndInstantsCarryTheirZone() {
        long micros = 1_709_251_199_123_456L;
        assertThat(new DateTimeValue(6, false).fromBinlog(micros)).isEqualTo("2024-02-29 23:59:59.123456");
        assertThat(new DateTimeValue(6, true).fromBinlog(micros)).isEqualTo("2024-02-29 23:59:59.123456+00");
        assertThat(new DateTimeValue(3, true).toMysql("2024-02-29 23:59:59.5+00"))
                .isEqualTo("2024-02-29 23:59:59.5");
        assertThat(new DateTimeValue(0, false).fromBinlog(253_402_300_799_000_000L))
                .isEqualTo("9999-12-31 23:59:59");
    }

    @Test
    void textIsDecodedStrictlyByItsOwnCharset() {
        assertThat(text("utf8mb4").fromBinlog("日本😀".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("日本😀");
        assertThatThrownBy(() -> text("utf8mb4").fromBinlog(new byte[] {(byte) 0xE9}))
                .isInstanceOf(UnconvertibleValue.class);
    }

    @Test
    void bytesOfASingleByteSetAreReadByItsTable() {
        char[] table = new char[256];
        java.util.Arrays.fill(table, MysqlCharset.SingleByte.NONE);
        table[0x80] = '€';
        Value value = new TextValue("text", new MysqlCharset.SingleByte(table));
        assertThat(value.fromBinlog(new byte[] {(byte) 0x80, (byte) 0x80})).isEqualTo("€€");
        assertThatThrownBy(() -> value.fromBinlog(new byte[] {'a'})).isInstanceOf(UnconvertibleValue.class);
    }

    @Test
    void nulCharactersAreRefusedBecausePostgresCannotStoreThem() {
        assertThatThrownBy(() -> text("utf8mb4").fromMysql("a\0b")).isInstanceOf(UnconvertibleValue.class);
    }

    @Test
    void enumIndexesAreLabelsAndIndexZeroIsRefused() {
        EnumValue value = new EnumValue(List.of("new", "it's"));
        assertThat(value.fromBinlog(2)).isEqualTo("it's");
        assertThat(value.postgresCheck("\"c\"")).isEqualTo("\"c\" IN ('new', 'it''s')");
        assertThatThrownBy(() -> value.fromBinlog(0)).isInstanceOf(UnconvertibleValue.class);
        assertThatThrownBy(() -> value.fromMysql("")).isInstanceOf(UnconvertibleValue.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"geometry", "point", "vector", "uuid", "inet6"})
    void typesThatAreNotHandledYetHaveNoValueInsteadOfAGuess(String name) {
        assertThat(Values.of(type(name, name), Optional.empty())).isEmpty();
    }

    @Test
    void intervalsInDaysGoBackAsHoursAndMonthsDoNot() {
        Value time = new TimeValue(6);
        assertThat(time.toMysql("1 day 02:03:04.5")).isEqualTo("26:03:04.500000");
        assertThat(time.toMysql("-1 days +00:00:01")).isEqualTo("-23:59:59");
        assertThat(time.toMysql("2 days")).isEqualTo("48:00:00");
        assertThat(time.toMysql("-00:00:00.000001")).isEqualTo("-00:00:00.000001");
        assertThatThrownBy(() -> time.toMysql("1 mon 00:00:01")).isInstanceOf(UnconvertibleValue.class);
        assertThatThrownBy(() -> time.toMysql("1 year")).isInstanceOf(UnconvertibleValue.class);
        assertThatThrownBy(() -> time.toMysql("839:00:00")).isInstanceOf(UnconvertibleValue.class);
    }

    @Test
    void binaryIsPaddedBackToItsLengthAndLongerOnesAreNot() {
        assertThat(new BinaryValue(4, false).fromBinlog(new byte[] {(byte) 0xFF}))
                .isEqualTo("\\xff000000");
        assertThat(new BinaryValue(0, false).fromBinlog(new byte[] {0})).isEqualTo("\\x00");
        assertThat(new BinaryValue(0, true).toMysql("\\x00ff")).isEqualTo(new byte[] {0, (byte) 0xFF});
    }

    @Test
    void setsAreArraysInTheOrderOfTheirLabels() {
        SetValue set = new SetValue(List.of("a", "say \"b\"", "c\\d"));
        assertThat(set.fromMysql("7")).isEqualTo("{\"a\",\"say \\\"b\\\"\",\"c\\\\d\"}");
        assertThat(set.fromBinlog(0L)).isEqualTo("{}");
        assertThat(set.toMysql("{\"c\\\\d\",a}")).isEqualTo(BigInteger.valueOf(5));
        assertThat(set.toMysql("{}")).isEqualTo(BigInteger.ZERO);
        assertThatThrownBy(() -> set.toMysql("{z}")).isInstanceOf(UnconvertibleValue.class);
        assertThatThrownBy(() -> set.fromMysql("8")).isInstanceOf(UnconvertibleValue.class);
    }

    @Test
    void documentsAreComparedByWhatTheySay() {
        Value json = new JsonValue();
        assertThat(json.compared("{\"b\": 1e15, \"a\": -0.0}"))
                .isEqualTo(json.compared("{\"a\": 0, \"b\": 1000000000000000}"));
        assertThat(json.compared("[0.1]")).isNotEqualTo(json.compared("[0.10000000000000001]"));
        assertThat(json.compared("[1, 2]")).isNotEqualTo(json.compared("[2, 1]"));
        assertThat(json.compared("\"1\"")).isNotEqualTo(json.compared("1"));
        assertThat(json.compared("null")).isNotEqualTo(json.compared("\"null\""));
        String deep = "[".repeat(3000) + "]".repeat(3000);
        assertThat(json.compared(deep)).isEqualTo(deep);
    }

    @Test
    void documentsWithANulCharacterAreRefusedAndEscapedBackslashesAreNot() {
        Value json = new JsonValue();
        assertThatThrownBy(() -> json.fromMysql("{\"a\": \"x\\u0000\"}")).isInstanceOf(UnconvertibleValue.class);
        assertThatThrownBy(() -> json.fromMysql("[\"\\\\\\u0000\"]")).isInstanceOf(UnconvertibleValue.class);
        assertThat(json.fromMysql("[\"\\\\u0000\"]")).isEqualTo("[\"\\\\u0000\"]");
    }

    @Test
    void numbersThatMysqlHasNotAreRefusedOnTheWayBack() {
        assertThatThrownBy(() -> new FloatingValue(false).toMysql("NaN")).isInstanceOf(UnconvertibleValue.class);
        assertThatThrownBy(() -> new FloatingValue(true).toMysql("-Infinity")).isInstanceOf(UnconvertibleValue.class);
        assertThat(new FloatingValue(true).toMysql("0.1")).isEqualTo((double) 0.1f);
    }

    @Test
    void charsetsThatAreNotHandledYetHaveNoValueInsteadOfAGuess() {
        assertThat(MysqlCharset.named("big5")).isEmpty();
        assertThat(Values.of(type("varchar", "varchar(10)"), Optional.empty())).isEmpty();
    }

    private static Value text(String charset) {
        return Values.of(type("varchar", "varchar(10)"), MysqlCharset.named(charset))
                .orElseThrow();
    }

    private static Value value(String name, String declaration) {
        return Values.of(type(name, declaration), Optional.empty()).orElseThrow();
    }

    private static MysqlType type(String name, String declaration) {
        return new MysqlType(name, declaration, 10, 10, 2, 0, Optional.empty(), List.of());
    }
}
