package dev.ficus.cli.wiring;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A settings file to fill in, and the directories that it names.
 *
 * @param file the file that was written
 * @param directories those that were made; one that was there already is left as it is and not named
 */
public record NewProject(String file, List<String> directories) {
    private static final String TEMPLATE = "/dev/ficus/cli/ficus.yaml";
    private static final List<String> DIRECTORIES =
            List.of("migrations-mysql", "migrations-postgres", "migrations-mongo");

    public NewProject {
        directories = List.copyOf(directories);
    }

    /**
     * Writes the file and makes the directories beside it.
     *
     * @throws FicusException CONFIG_EXISTS, with nothing changed; FILE_UNWRITABLE
     */
    public static NewProject create(Path file) {
        try (InputStream template = NewProject.class.getResourceAsStream(TEMPLATE)) {
            if (template == null) {
                throw new IllegalStateException(TEMPLATE + " is not on the class path");
            }
            Path parent = file.toAbsolutePath().normalize().resolveSibling("");
            Files.createDirectories(parent);
            Files.copy(template, file);
            return new NewProject(file.toString(), directories(file));
        } catch (FileAlreadyExistsException e) {
            throw new FicusException(
                    ErrorCode.CONFIG_EXISTS,
                    "the file is there already and stays as it is",
                    file.toString(),
                    "edit it, or name another file: ficus init --config FILE",
                    e);
        } catch (IOException e) {
            throw new FicusException(
                    ErrorCode.FILE_UNWRITABLE,
                    "the file or a directory beside it cannot be written: " + e.getMessage(),
                    file.toString(),
                    "run the command where you may write",
                    e);
        }
    }

    private static List<String> directories(Path file) throws IOException {
        List<String> made = new ArrayList<>();
        for (String name : DIRECTORIES) {
            Path directory = file.resolveSibling(name);
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(directory);
                made.add(directory.toString());
            }
        }
        return made;
    }
}
