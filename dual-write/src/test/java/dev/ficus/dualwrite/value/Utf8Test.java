package dev.ficus.dualwrite.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8Test {
    /** Bytes where something begins or ends to be valid. */
    private static final int[] EDGES = {
        0, 1, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF,
        0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF, 'a'
    };

    private static final MysqlCharset UTF8 = MysqlCharset.named("utf8mb4").orElseThrow();

    @Test
    void bytesAreTextWhereJavaSaysSo() {
        Random random = new Random(5);
        int texts = 0;
        for (int i = 0; i < 400_000; i++) {
            byte[] bytes = new byte[1 + random.nextInt(i % 10 == 0 ? 20 : 4)];
            for (int b = 0; b < bytes.length; b++) {
                bytes[b] = (byte) EDGES[random.nextInt(EDGES.length)];
            }
            String expected = decoded(bytes);
            assertThat(copied(bytes)).as("%s", Arrays.toString(bytes)).isEqualTo(expected);
            texts += expected == null ? 0 : 1;
        }
        assertThat(texts).isBetween(20_000, 380_000);
    }

    @Test
    void everyCharacterIsTextAndCountsAsOne() {
        for (int code = 0; code <= Character.MAX_CODE_POINT; code++) {
            if (code < Character.MIN_SURROGATE || code > Character.MAX_SURROGATE) {
                byte[] bytes = Character.toString(code).getBytes(StandardCharsets.UTF_8);
                Utf8.check(bytes, 0, bytes.length);
                assertThat(Utf8.characters(bytes, 0, bytes.length)).isEqualTo(1);
            }
        }
    }

    @Test
    void plainIsAsciiWithoutNulAtEveryPlaceAndLength() {
        for (int length = 0; length < 20; length++) {
            byte[] bytes = "x".repeat(length).getBytes(StandardCharsets.UTF_8);
            assertThat(Utf8.isPlain(bytes, 0, length)).isTrue();
            for (int i = 0; i < length; i++) {
                for (byte other : new byte[] {0, (byte) 0x80, (byte) 0xFF}) {
                    bytes[i] = other;
                    assertThat(Utf8.isPlain(bytes, 0, length)).isFalse();
                }
                bytes[i] = 1;
                assertThat(Utf8.isPlain(bytes, 0, length)).isTrue();
                bytes[i] = 0x7F;
                assertThat(Utf8.isPlain(bytes, 0, length)).isTrue();
            }
        }
    }

    private static String copied(byte[] bytes) {
        CellBuffer out = new CellBuffer(16);
        try {
            UTF8.decode(bytes, 0, bytes.length, out);
            return out.text();
        } catch (UnconvertibleValue e) {
            return null;
        }
    }

    private static String decoded(byte[] bytes) {
        try {
            return UTF8.decode(bytes);
        } catch (UnconvertibleValue e) {
            return null;
        }
    }
}
