package dev.ficus.dualwrite.value;

import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Readers of cells that are bytes with their length before them. */
final class ImageText {
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
            Hexadecimal.putMark(out);
            Hexadecimal.put(image, start, end, out);
            for (int missing = padded - (end - start); missing > 0; missing--) {
                out.put('0');
                out.put('0');
            }
            return end;
        };
    }
}
