package dev.ficus.migrations.sql;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.Problem;
import dev.ficus.core.history.NaturalOrder;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The change files directly in a directory, and Prisma's {@code NAME/migration.sql}. */
record DirectorySource(Path directory) implements HistorySource {

    @Override
    public List<SourceFile> files(String database, Consumer<Problem> problems) {
        List<SourceFile> files = new ArrayList<>();
        for (Path path : paths()) {
            try {
                files.add(SourceFile.of(relative(path), Files.readAllBytes(path)));
            } catch (CharacterCodingException e) {
                problems.accept(new Problem(
                        ErrorCode.CHANGE_FILE_INVALID,
                        "the file is not UTF-8",
                        describe(relative(path)) + " (database " + database + ")",
                        "store the file as UTF-8"));
            } catch (IOException e) {
                problems.accept(unreadable(path, e));
            }
        }
        return files;
    }

    @Override
    public String describe(String file) {
        return SourceFile.name(directory) + "/" + file;
    }

    @Override
    public Optional<Path> path() {
        return Optional.of(directory);
    }

    private List<Path> paths() {
        if (!Files.isDirectory(directory)) {
            throw new FicusException(
                    ErrorCode.FILE_UNREADABLE,
                    "the directory of the history does not exist",
                    directory.toString(),
                    "create the directory, or correct migrations in ficus.yaml");
        }
        try (Stream<Path> all = Files.list(directory)) {
            return all.map(path -> Files.isDirectory(path) ? path.resolve(SourceFile.PRISMA) : path)
                    .filter(this::isChangeFile)
                    .sorted((one, other) -> NaturalOrder.compare(relative(one), relative(other)))
                    .toList();
        } catch (IOException e) {
            throw new FicusException(unreadable(directory, e));
        }
    }

    private String relative(Path path) {
        return directory.relativize(path).toString().replace('\\', '/');
    }

    private boolean isChangeFile(Path path) {
        String name = relative(path).toLowerCase(Locale.ROOT);
        boolean known =
                name.endsWith(".sql") || name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".xml");
        return known && !name.startsWith(".") && Files.isRegularFile(path);
    }

    private static Problem unreadable(Path path, IOException e) {
        return new Problem(
                ErrorCode.FILE_UNREADABLE,
                "the file cannot be read: " + e.getClass().getSimpleName(),
                path.toString(),
                "give the user that runs ficus the right to read it");
    }
}
