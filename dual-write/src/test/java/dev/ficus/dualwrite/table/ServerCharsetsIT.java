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
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Asks the server about every code of one and two bytes: what it takes for text, Ficus decodes to the same text. */
class ServerCharsetsIT {
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

    @ParameterizedTest
    @ValueSource(
            strings = {
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
                "ucs2",
                "utf16",
                "utf16le"
            })
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

    @Test
    void whatAServerDoesNotDecodeIsRefused() throws SQLException {
        try (Connection connection = FIXTURE.mysql().open()) {
            ServerCharsets charsets = new ServerCharsets(connection);
            MysqlCharset cp1251 = charsets.named("cp1251").orElseThrow();
            assertThatThrownBy(() -> cp1251.decode(new byte[] {(byte) 0x98})).isInstanceOf(UnconvertibleValue.class);
            MysqlCharset ascii = charsets.named("ascii").orElseThrow();
            assertThat(ascii.decode(new byte[] {0, 'a', 0x7F})).isEqualTo("\0a\u007F");
            assertThatThrownBy(() -> ascii.decode(new byte[] {(byte) 0x80})).isInstanceOf(UnconvertibleValue.class);
            assertThat(charsets.named("big5"))
                    .as("a set of several bytes that Java decodes otherwise")
                    .isEmpty();
        }
    }

    /** A server answers NULL, other bytes, a question mark, or half a surrogate pair for what is no text. */
    private static boolean isText(byte[] code, byte @Nullable [] text, @Nullable String stored) {
        if (text == null
                || stored == null
                || !stored.equalsIgnoreCase(HexFormat.of().formatHex(code))) {
            return false;
        }
        String shown = new String(text, StandardCharsets.UTF_8);
        return shown.indexOf('\uFFFD') < 0 && (shown.indexOf('?') < 0 || Arrays.equals(code, new byte[] {'?'}));
    }
}
