package dev.ficus.migrations.sql;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A file of a history, with the text that counts: without a byte order mark, every line ended by a line feed.
 *
 * @param name the file name, without a directory
 * @param text the normalised text
 */
public record SourceFile(String name, String text) {

    /** Decodes UTF-8 strictly, so that a file in another charset is refused and not mangled. */
    static SourceFile of(String name, byte[] bytes) throws CharacterCodingException {
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
        return new SourceFile(name, normalised(text));
    }

    /** The text without a byte order mark and with LF as the only line end. */
    static String normalised(String text) {
        String bare = text.startsWith("\uFEFF") ? text.substring(1) : text;
        return bare.replace("\r\n", "\n").replace('\r', '\n');
    }

    /** The name without its extension. */
    String stem() {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    static String name(Path path) {
        return String.valueOf(path.getFileName());
    }
}
