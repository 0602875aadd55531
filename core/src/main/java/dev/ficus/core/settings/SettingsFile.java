package dev.ficus.core.settings;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** Reads {@code ficus.yaml}. */
public final class SettingsFile {
    private SettingsFile() {}

    /** Reads a file, taking {@code ${env:NAME}} from the environment of this process. */
    public static Settings read(Path file) {
        return read(file, name -> Optional.ofNullable(System.getenv(name)));
    }

    /**
     * Reads a file.
     *
     * @param environment the value of an environment variable, empty where it is not set
     * @throws FicusException CONFIG_NOT_FOUND; FILE_UNREADABLE; or every CONFIG_INVALID and SECRET_MISSING of the file at
     *     once, each with line and column
     */
    public static Settings read(Path file, Function<String, Optional<String>> environment) {
        if (!Files.exists(file)) {
            throw new FicusException(
                    ErrorCode.CONFIG_NOT_FOUND,
                    "there is no such file",
                    file.toString(),
                    "write one with: ficus init, or name another file with --config FILE");
        }
        return new SettingsParser(file, environment).parse(text(file));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new FicusException(
                    ErrorCode.FILE_UNREADABLE,
                    "the file cannot be read: " + e.getMessage(),
                    file.toString(),
                    "make it a text file in UTF-8 that the current user may read",
                    e);
        }
    }
}
