package dev.ficus.core.history;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The text of a change file as it counts: UTF-8, without a byte order mark, every line ended by a line feed. Editors,
 * version control and the directory it lies in do not change it.
 */
public final class ChangeText {
    private ChangeText() {}

    /** Decodes UTF-8 strictly, so that a file in another charset is refused and not mangled. */
    public static String decode(byte[] bytes) throws CharacterCodingException {
        return normalised(StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString());
    }

    /** The text without a byte order mark and with LF as the only line end. */
    public static String normalised(String text) {
        String bare = text.startsWith("\uFEFF") ? text.substring(1) : text;
        return bare.replace("\r\n", "\n").replace('\r', '\n');
    }

    /** SHA-256 over the UTF-8 of {@code text}, in lower-case hex. */
    public static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
