package dev.ficus.dualwrite.backfill;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Builds rows in the text format of COPY (PostgreSQL manual, "COPY", section "Text Format"): tab between columns, line
 * feed after a row, {@code \N} for NULL, a backslash before what would be taken for one of these.
 */
final class CopyText {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);
    private boolean first = true;

    void column(@Nullable String text) {
        if (!first) {
            bytes.write('\t');
        }
        first = false;
        if (text == null) {
            bytes.write('\\');
            bytes.write('N');
            return;
        }
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            escape(b);
        }
    }

    void endRow() {
        bytes.write('\n');
        first = true;
    }

    int size() {
        return bytes.size();
    }

    /** Hands over what was built, and begins anew. */
    byte[] take() {
        byte[] result = bytes.toByteArray();
        bytes.reset();
        return result;
    }

    private void escape(byte b) {
        switch (b) {
            case '\\' -> pair('\\');
            case '\n' -> pair('n');
            case '\r' -> pair('r');
            case '\t' -> pair('t');
            default -> bytes.write(b);
        }
    }

    private void pair(char escaped) {
        bytes.write('\\');
        bytes.write(escaped);
    }
}
