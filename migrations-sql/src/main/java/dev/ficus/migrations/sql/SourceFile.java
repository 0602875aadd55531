package dev.ficus.migrations.sql;

import dev.ficus.core.history.ChangeText;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;

/**
 * A file of a history.
 *
 * @param name the file name, without a directory
 * @param text as {@link ChangeText} normalises it
 */
public record SourceFile(String name, String text) {

    static SourceFile of(String name, byte[] bytes) throws CharacterCodingException {
        return new SourceFile(name, ChangeText.decode(bytes));
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
