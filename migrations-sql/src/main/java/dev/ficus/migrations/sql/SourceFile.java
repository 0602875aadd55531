package dev.ficus.migrations.sql;

import dev.ficus.core.history.ChangeText;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;

/**
 * A file of a history.
 *
 * @param name the file name, without a directory; in Prisma's layout {@code NAME/migration.sql}
 * @param text as {@link ChangeText} normalises it
 */
public record SourceFile(String name, String text) {

    /** What Prisma calls the file of each migration, in a directory of its own. */
    static final String PRISMA = "migration.sql";

    static SourceFile of(String name, byte[] bytes) throws CharacterCodingException {
        return new SourceFile(name, ChangeText.decode(bytes));
    }

    /** The name without its extension; in Prisma's layout that of the directory. */
    String stem() {
        if (name.endsWith("/" + PRISMA)) {
            return name.substring(0, name.length() - PRISMA.length() - 1);
        }
        int dot = name.lastIndexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    static String name(Path path) {
        return String.valueOf(path.getFileName());
    }
}
