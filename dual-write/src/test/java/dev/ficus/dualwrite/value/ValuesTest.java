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
        assertThat(value("decimal", "decimal(10,2)").toMysql("1.50")).isEqualTo(new BigDecimal("1.50"));
        assertThat(value(bit(1)).toMysql("t")).isEqualTo(1);
    }

    @Test
    void bitsAreBooleans() {
        BitSet set = new BitSet();
        set.set(0);
        assertThat(value(bit(1)).fromBinlog(set)).isEqualTo("t");
        assertThat(value(bit(1)).fromBinlog(new BitSet())).isEqualTo("f");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0000-00-00", "2024-00-10", "2024-05-00", "0000-01-01"})
    void zeroAndPartialDatesAreRefused(String text) {
        assertThatThrownBy(() -> value("date", "date").fromMysql(text)).isInstanceOf(UnconvertibleValue.class);
        assertThatThrownBy(() -> dateTime("datetime", 0).fromMysql(text + " 00:00:00"))
                .isInstanceOf(UnconvertibleValue.class);
    }

    @Test
    void realDatesThatLookSimilarAreNotRefused() {
        assertThat(value("date", "date").fromMysql("2000-10-10")).isEqualTo("2000-10-10");
        assertThat(dateTime("datetime", 0).fromMysql("0009-01-01 00:00:00")).isEqualTo("0009-01-01 00:00:00");
    }

    @Test
    void invalidDatesOfTheBinlogAreRefused() {
        assertThatThrownBy(() -> value("date", "date").fromBinlog(Long.MIN_VALUE))
                .isInstanceOf(UnconvertibleValue.class);
        assertThatThrownBy(() -> dateTime("timestamp", 6).fromBinlog(Long.MIN_VALUE))
                .isInstanceOf(UnconvertibleValue.class);
    }

    @Test
    void microsecondsAreKeptAndInstantsCarryTheirZone() {
        long micros = 1_709_251_199_123_456L;
        assertThat(dateTime("datetime", 6).fromBinlog(micros)).isEqualTo("2024-02-29 23:59:59.123456");
        assertThat(dateTime("timestamp", 6).fromBinlog(micros)).isEqualTo("2024-02-29 23:59:59.123456+00");
        assertThat(dateTime("timestamp", 3).toMysql("2024-02-29 23:59:59.5+00")).isEqualTo("2024-02-29 23:59:59.5");
        assertThat(dateTime("datetime", 0).fromBinlog(253_402_300_799_000_000L)).isEqualTo("9999-12-31 23:59:59");
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
        Value value = Values.of(type("text", "text"), Optional.of(new MysqlCharset.SingleByte(table)))
                .orElseThrow();
        assertThat(value.fromBinlog(new byte[] {(byte) 0x80, (byte) 0x80})).isEqualTo("€€");
        assertThatThrownBy(() -> value.fromBinlog(new byte[] {'a'})).isInstanceOf(UnconvertibleValue.class);
    }

    @Test
    void nulCharactersAreRefusedBecausePostgresCannotStoreThem() {
        assertThatThrownBy(() -> text("utf8mb4").fromMysql("a\0b")).isInstanceOf(UnconvertibleValue.class);
    }

    @Test
    void enumIndexesAreLabelsAndIndexZeroIsRefused() {
        Value value = labelled("enum", "new", "it's");
        assertThat(value.fromBinlog(2)).isEqualTo("it's");
        assertThat(value.postgresCheck("\"c\"")).isEqualTo("\"c\" IN ('new', 'it''s')");
        assertThatThrownBy(() -> value.fromBinlog(0)).isInstanceOf(UnconvertibleValue.class);
        assertThatThrownBy(() -> value.fromMysql("0")).isInstanceOf(UnconvertibleValue.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"xmltype", "row", "int128"})
    void typesThatAreNotHandledYetHaveNoValueInsteadOfAGuess(String name) {
        assertThat(Values.of(type(name, name), Optional.empty())).isEmpty();
    }

    @Test
    void intervalsInDaysGoBackAsHoursAndMonthsDoNot() {
        Value time = dateTime("time", 6);
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
        assertThat(value(bytes("binary", 4)).fromBinlog(new byte[] {(byte) 0xFF}))
                .isEqualTo("\\xff000000");
        assertThat(value(bytes("varbinary", 4)).fromBinlog(new byte[] {0})).isEqualTo("\\x00");
        assertThat(value(bytes("blob", 65535)).toMysql("\\x00ff")).isEqualTo(new byte[] {0, (byte) 0xFF});
    }

    @Test
    void setsAreArraysInTheOrderOfTheirLabels() {
        Value set = labelled("set", "a", "say \"b\"", "c\\d");
        assertThat(set.fromMysql("7")).isEqualTo("{\"a\",\"say \\\"b\\\"\",\"c\\\\d\"}");
        assertThat(set.fromBinlog(0L)).isEqualTo("{}");
        assertThat(set.toMysql("{\"c\\\\d\",a}")).isEqualTo(BigInteger.valueOf(5));
        assertThat(set.toMysql("{}")).isEqualTo(BigInteger.ZERO);
        assertThatThrownBy(() -> set.toMysql("{z}")).isInstanceOf(UnconvertibleValue.class);
        assertThatThrownBy(() -> set.fromMysql("8")).isInstanceOf(UnconvertibleValue.class);
    }

    @Test
    void documentsAreComparedByWhatTheySay() {
        Value json = value("json", "json");
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
        Value json = value("json", "json");
        assertThatThrownBy(() -> json.fromMysql("{\"a\": \"x\\u0000\"}")).isInstanceOf(UnconvertibleValue.class);
        assertThatThrownBy(() -> json.fromMysql("[\"\\\\\\u0000\"]")).isInstanceOf(UnconvertibleValue.class);
        assertThat(json.fromMysql("[\"\\\\u0000\"]")).isEqualTo("[\"\\\\u0000\"]");
    }

    @Test
    void numbersThatMysqlHasNotAreRefusedOnTheWayBack() {
        assertThatThrownBy(() -> value("double", "double").toMysql("NaN")).isInstanceOf(UnconvertibleValue.class);
        assertThatThrownBy(() -> value("float", "float").toMysql("-Infinity")).isInstanceOf(UnconvertibleValue.class);
        assertThat(value("float", "float").toMysql("0.1")).isEqualTo((double) 0.1f);
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

    private static Value value(MysqlType type) {
        return Values.of(type, Optional.empty()).orElseThrow();
    }

    private static Value labelled(String name, String... labels) {
        return value(new MysqlType(name, name, 0, 0, 0, 0, Optional.of("utf8mb4"), List.of(labels)));
    }

    private static Value dateTime(String name, int fraction) {
        return value(new MysqlType(name, name, 0, 0, 0, fraction, Optional.empty(), List.of()));
    }

    private static MysqlType bit(int length) {
        return bytes("bit", length);
    }

    private static MysqlType bytes(String name, int length) {
        return new MysqlType(name, name + "(" + length + ")", length, 0, 0, 0, Optional.empty(), List.of());
    }

    private static MysqlType type(String name, String declaration) {
        return new MysqlType(name, declaration, 10, 10, 2, 0, Optional.empty(), List.of());
    }
}
