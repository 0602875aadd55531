package dev.ficus.dualwrite.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.dualwrite.value.CellBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CopyTextTest {
    @Test
    void whatWouldEndARowOrACellIsEscapedWhereverItStands() {
        Random random = new Random(3);
        String letters = "\t\n\r\\ab\u000B\u000C\b\u00E9\u0000x0123456789";
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(30); length > 0; length--) {
                text.append(letters.charAt(random.nextInt(i % 2 == 0 ? letters.length() : 4)));
            }
            CellBuffer out = new CellBuffer(16);
            out.put("before\t\n");
            int from = out.length();
            out.put(text.toString());
            CopyText.escape(out, from);
            assertThat(out.text()).isEqualTo("before\t\n" + escaped(text.toString()));
        }
    }

    @Test
    void textWithoutThemStaysAsItIs() {
        CellBuffer out = new CellBuffer(16);
        out.put("a plain text \u00E9 of more than eight bytes");
        CopyText.escape(out, 0);
        assertThat(out.text()).isEqualTo("a plain text \u00E9 of more than eight bytes");
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t");
    }
}
