package dev.ficus.dualwrite.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ficus.dualwrite.StranglerFixture;
import dev.ficus.dualwrite.value.MysqlCharset;
import dev.ficus.dualwrite.value.UnconvertibleValue;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Asks the server about every code of one and two bytes: what it takes for text, Ficus decodes to the same text. */
class ServerCharsetsIT {
    private static final List<String> CHARSETS = List.of(
            "latin1",
            "latin2",
            "latin5",
            "latin7",
            "cp1250",
            "cp1251",
            "cp1256",
            "cp1257",
            "cp850",
            "cp852",
            "cp866",
            "koi8r",
            "koi8u",
            "greek",
            "hebrew",
            "tis620",
            "macroman",
            "macce",
            "dec8",
            "swe7",
            "hp8",
            "armscii8",
            "geostd8",
            "keybcs2",
            "gbk",
            "gb2312",
            "cp932",
            "euckr",
            "big5",
            "sjis",
            "ujis",
            "eucjpms",
            "gb18030",
            "ucs2",
            "utf16",
            "utf16le");

    private static final StranglerFixture FIXTURE = StranglerFixture.fresh();

    @BeforeAll
    static void everyCode() throws SQLException {
        FIXTURE.mysql("CREATE TABLE codes (code VARBINARY(2) PRIMARY KEY)");
        try (Connection connection = FIXTURE.mysql().open();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO codes VALUES (?)")) {
            connection.setAutoCommit(false);
            for (int code = 0; code < 1 << 16; code++) {
                insert.setBytes(
                        1, code < 256 ? new byte[] {(byte) code} : new byte[] {(byte) (code >> 8), (byte) code});
                insert.addBatch();
                if (code % 4096 == 4095) {
                    insert.executeBatch();
                }
            }
            connection.commit();
        }
    }

    /** Those of ours that the server has: MariaDB has no gb18030. */
    static List<String> charsets() {
        List<String> server = FIXTURE.mysqlRows("SELECT character_set_name FROM information_schema.character_sets");
        return CHARSETS.stream().filter(server::contains).toList();
    }

    @ParameterizedTest
    @MethodSource("charsets")
    void everyCodeIsDecodedAsTheServerDoes(String name) throws SQLException {
        int compared = 0;
        try (Connection connection = FIXTURE.mysql().open();
                Statement statement = connection.createStatement()) {
            MysqlCharset charset = new ServerCharsets(connection).named(name).orElseThrow();
            ResultSet row = statement.executeQuery("SELECT code, CONVERT(CONVERT(code USING " + name
                    + ") USING utf8mb4), HEX(CONVERT(code USING " + name + ")) FROM codes");
            while (row.next()) {
                byte[] code = row.getBytes(1);
                byte[] text = row.getBytes(2);
                if (isText(code, text, row.getString(3))) {
                    compared++;
                    assertThat(charset.decode(code))
                            .as(HexFormat.of().formatHex(code))
                            .isEqualTo(new String(text, StandardCharsets.UTF_8));
                }
            }
        }
        assertThat(compared).as("codes that are text").isGreaterThan(100);
    }

    @ParameterizedTest
    @CsvSource({
        "ujis, 8F8F A1FE A1FE",
        "eucjpms, 8F8F A1FE A1FE",
        "gb18030, 8184 3039 81FE 3039",
        "gb18030, 9091 3039 81FE 3039",
        "gb18030, E2E3 3039 81FE 3039",
        "gb18030, 85FE 3031 8182 3039"
    })
    void everyCodeOfThreeAndFourBytesIsDecodedAsTheServerDoes(String name, String ranges) throws SQLException {
        assertThat(CHARSETS).contains(name);
        if (!charsets().contains(name)) {
            assertThat(fromMariadb()).as("the server that has no " + name).isTrue();
            return;
        }
        try (Connection connection = FIXTURE.mysql().open();
                Statement statement = connection.createStatement()) {
            MysqlCharset charset = new ServerCharsets(connection).named(name).orElseThrow();
            ResultSet row = statement.executeQuery(codes(name, ranges.split(" ")));
            while (row.next()) {
                byte[] code = row.getBytes(1);
                byte[] text = row.getBytes(2);
                if (isText(code, text, row.getString(3))) {
                    assertThat(charset.decode(code))
                            .as(HexFormat.of().formatHex(code))
                            .isEqualTo(new String(text, StandardCharsets.UTF_8));
                } else {
                    assertThatThrownBy(() -> charset.decode(code))
                            .as(HexFormat.of().formatHex(code))
                            .isInstanceOf(UnconvertibleValue.class);
                }
            }
        }
    }

    private static boolean fromMariadb() {
        return FIXTURE.mysqlRows("SELECT version()").get(0).contains("MariaDB");
    }

    /** Every code with bytes in these ranges, as the server stores it and as text. */
    private static String codes(String charset, String[] ranges) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < ranges.length; i++) {
            List<String> bytes = new ArrayList<>();
            for (int b = Integer.parseInt(ranges[i].substring(0, 2), 16);
                    b <= Integer.parseInt(ranges[i].substring(2), 16);
                    b++) {
                bytes.add("SELECT '" + HexFormat.of().withUpperCase().toHexDigits((byte) b) + "' AS b" + i);
            }
            parts.add("(" + String.join(" UNION ALL ", bytes) + ") AS t" + i);
        }
        String names = ranges.length == 3 ? "b0, b1, b2" : "b0, b1, b2, b3";
        return "SELECT code, CONVERT(CONVERT(code USING " + charset + ") USING utf8mb4), HEX(CONVERT(code USING "
                + charset + ")) FROM (SELECT UNHEX(CONCAT(" + names + ")) AS code FROM " + String.join(", ", parts)
                + ") AS codes";
    }

    @Test
    void whatAServerDoesNotDecodeIsRefused() throws SQLException {
        try (Connection connection = FIXTURE.mysql().open()) {
            ServerCharsets charsets = new ServerCharsets(connection);
            MysqlCharset cp1251 = charsets.named("cp1251").orElseThrow();
            assertThatThrownBy(() -> cp1251.decode(new byte[] {(byte) 0x98})).isInstanceOf(UnconvertibleValue.class);
            MysqlCharset ascii = charsets.named("ascii").orElseThrow();
            assertThat(ascii.decode(new byte[] {0, 'a', 0x7F})).isEqualTo("\0a\u007F");
            assertThatThrownBy(() -> ascii.decode(new byte[] {(byte) 0x80})).isInstanceOf(UnconvertibleValue.class);
            MysqlCharset big5 = charsets.named("big5").orElseThrow();
            assertThatThrownBy(() -> big5.decode(new byte[] {'a', (byte) 0xA1}))
                    .as("half a character at the end")
                    .isInstanceOf(UnconvertibleValue.class);
            assertThat(charsets.named("elvish")).isEmpty();
        }
    }

    /**
     * A server answers NULL, other bytes, a question mark, or half a surrogate pair for what is no text, and MySQL drops
     * half a character of eucjpms at the end.
     */
    private static boolean isText(byte[] code, byte @Nullable [] text, @Nullable String stored) {
        if (text == null
                || stored == null
                || !stored.equalsIgnoreCase(HexFormat.of().formatHex(code))) {
            return false;
        }
        String shown = new String(text, StandardCharsets.UTF_8);
        boolean cut = code.length == 2 && code[1] < 0 && shown.equals(String.valueOf((char) code[0]));
        if (shown.isEmpty() || cut) {
            return false;
        }
        return Arrays.equals(shown.getBytes(StandardCharsets.UTF_8), text)
                && (shown.indexOf('?') < 0 || Arrays.equals(code, new byte[] {'?'}));
    }
}
