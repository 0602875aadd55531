package dev.ficus.dualwrite.value;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Readers of cells that are bytes with their length before them. */
final class ImageText {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private ImageText() {}

    /** For what is rare, or costs more than an object anyway: the bytes of each cell are copied. */
    static ImageReader copied(ImageCell cell, Function<byte[], @Nullable String> text) {
        return (image, at, out) -> {
            int end = cell.end(image, at);
            String read = text.apply(Arrays.copyOfRange(image, cell.content(at), end));
            if (read == null) {
                return ImageReader.NULL;
            }
            out.put(read);
            return end;
        };
    }

    /** PostgreSQL's {@code bytea}, in small letters. @param padded the fewest bytes; zero bytes are put behind fewer */
    static ImageReader bytea(ImageCell cell, int padded) {
        return (image, at, out) -> {
            int end = cell.end(image, at);
            int start = cell.content(at);
            out.put('\\');
            out.put('x');
            putHex(image, start, end, out);
            for (int missing = padded - (end - start); missing > 0; missing--) {
                out.put('0');
                out.put('0');
            }
            return end;
        };
    }

    static void putHex(byte[] from, int start, int end, CellBuffer out) {
        out.reserve(Math.multiplyExact(end - start, 2));
        byte[] to = out.bytes();
        int next = out.length();
        for (int i = start; i < end; i++) {
            to[next++] = HEX[from[i] >> 4 & 15];
            to[next++] = HEX[from[i] & 15];
        }
        out.advance(2 * (end - start));
    }
}
