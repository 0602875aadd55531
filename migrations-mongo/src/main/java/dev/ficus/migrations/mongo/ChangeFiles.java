package dev.ficus.migrations.mongo;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.Problem;
import dev.ficus.core.history.ChangeText;
import dev.ficus.core.history.NaturalOrder;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The changes of a history as its files have them, in the natural order of the file names.
 *
 * @param changes without those that could not be read
 * @param problems what is wrong with the files themselves
 */
record ChangeFiles(List<MongoChange> changes, List<Problem> problems) {

    ChangeFiles {
        changes = List.copyOf(changes);
        problems = List.copyOf(problems);
    }

    /** Reads every file; a file that cannot be read becomes a problem and does not hide the others. */
    static ChangeFiles read(Path directory, String database) {
        List<MongoChange> changes = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (Path path : paths(directory)) {
            try {
                String text = ChangeText.decode(Files.readAllBytes(path));
                ChangeFileParser.Result result =
                        ChangeFileParser.parse(name(path), text, describe(directory, name(path)), database);
                result.change().ifPresent(changes::add);
                problems.addAll(result.problems());
            } catch (CharacterCodingException e) {
                problems.add(new Problem(
                        ErrorCode.CHANGE_FILE_INVALID,
                        "the file is not UTF-8",
                        describe(directory, name(path)) + " (database " + database + ")",
                        "store the file as UTF-8"));
            } catch (IOException e) {
                problems.add(unreadable(path, e));
            }
        }
        return new ChangeFiles(changes, problems);
    }

    /** A file as messages name it, such as {@code migrations-mongo/001-reviews.yaml}. */
    static String describe(Path directory, String file) {
        return name(directory) + "/" + file;
    }

    private static List<Path> paths(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new FicusException(
                    ErrorCode.FILE_UNREADABLE,
                    "the directory of the history does not exist",
                    directory.toString(),
                    "create the directory, or correct migrations in ficus.yaml");
        }
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(path -> isChangeFile(name(path)) && Files.isRegularFile(path))
                    .sorted((one, other) -> NaturalOrder.compare(name(one), name(other)))
                    .toList();
        } catch (IOException e) {
            throw new FicusException(unreadable(directory, e));
        }
    }

    /** Whether a file with this name is a change. */
    static boolean isChangeFile(String file) {
        String name = file.toLowerCase(Locale.ROOT);
        boolean known = name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json");
        return known && !name.startsWith(".");
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    private static Problem unreadable(Path path, IOException e) {
        return new Problem(
                ErrorCode.FILE_UNREADABLE,
                "the file cannot be read: " + e.getClass().getSimpleName(),
                path.toString(),
                "give the user that runs ficus the right to read it");
    }
}
