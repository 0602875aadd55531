package dev.ficus.dualwrite.value;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The character sets of MySQL that Ficus decodes itself, out of the binlog. */
enum MysqlCharset {
    ASCII(StandardCharsets.US_ASCII),
    /** MySQL's latin1 is cp1252, with the five bytes that cp1252 leaves open standing for themselves. */
    LATIN1(Charset.forName("windows-1252")),
    UTF8(StandardCharsets.UTF_8);

    private final Charset charset;

    MysqlCharset(Charset charset) {
        this.charset = charset;
    }

    static Optional<MysqlCharset> named(String name) {
        return switch (name) {
            case "ascii" -> Optional.of(ASCII);
            case "latin1" -> Optional.of(LATIN1);
            case "utf8", "utf8mb3", "utf8mb4" -> Optional.of(UTF8);
            default -> Optional.empty();
        };
    }

    /** Decodes strictly; {@link UnconvertibleValue} where the bytes are no text in this charset. */
    String decode(byte[] bytes) {
        if (this == LATIN1) {
            return decodeLatin1(bytes);
        }
        try {
            return charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new UnconvertibleValue("the bytes are no valid text in the character set of the column");
        }
    }

    private String decodeLatin1(byte[] bytes) {
        char[] chars = new String(bytes, charset).toCharArray();
        for (int i = 0; i < chars.length; i++) {
            if (chars[i] == '\uFFFD') {
                chars[i] = (char) (bytes[i] & 0xFF);
            }
        }
        return new String(chars);
    }
}
