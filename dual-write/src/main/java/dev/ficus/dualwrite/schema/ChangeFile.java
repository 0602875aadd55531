package dev.ficus.dualwrite.schema;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A change file that Ficus writes: {@code V<next number><ending>}.
 *
 * @param path where it is, or is to be
 * @param sql what it is to hold
 */
record ChangeFile(Path path, String sql) {
    private static final Pattern VERSION = Pattern.compile("V0*(\\d{1,9})(?:\\D.*)?__.*\\.sql");

    /**
     * The file of that ending which is there, else one with a new number.
     *
     * @param ending of its name, from the two underscores on; all that the name has beside its number
     * @param others how many files with new numbers are to be written before it
     */
    static ChangeFile of(Path directory, String ending, int others, String sql) {
        List<String> names = names(directory);
        Optional<String> existing = names.stream()
                .filter(name -> name.endsWith(ending) && VERSION.matcher(name).matches())
                .findFirst();
        return new ChangeFile(directory.resolve(existing.orElseGet(() -> next(names, others) + ending)), sql);
    }

    boolean exists() {
        return Files.exists(path);
    }

    /**
     * Writes those that are not there, all of them or none. Returns false where all are there with the same content. A
     * crash may leave the first ones: a second run writes the rest.
     *
     * @throws FicusException CONVERSION_EXISTS where one has other content; nothing is written then
     */
    static boolean write(List<ChangeFile> files) {
        files.forEach(ChangeFile::refuseOther);
        List<ChangeFile> missing = files.stream().filter(file -> !file.exists()).toList();
        List<Path> made = new ArrayList<>();
        try {
            List<Path> unfinished = new ArrayList<>();
            for (ChangeFile file : missing) {
                Path part = Files.createTempFile(file.path.getParent(), ".ficus", ".tmp");
                made.add(part);
                unfinished.add(Files.writeString(part, file.sql));
            }
            for (int i = 0; i < missing.size(); i++) {
                Files.move(unfinished.get(i), missing.get(i).path, StandardCopyOption.ATOMIC_MOVE);
                made.add(missing.get(i).path);
            }
            return !missing.isEmpty();
        } catch (IOException e) {
            FicusException failure = unwritable(missing.get(0).path, e);
            made.forEach(path -> remove(path, failure));
            throw failure;
        }
    }

    private static void remove(Path path, FicusException failure) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private void refuseOther() {
        try {
            if (exists() && !Files.readString(path).replace("\r\n", "\n").equals(sql)) {
                throw new FicusException(
                        ErrorCode.CONVERSION_EXISTS,
                        "a file of that name is there, and nothing tells that Ficus wrote it so",
                        path.toString(),
                        "if that change never ran, delete the file and convert again; else put back what ficus schema"
                                + " convert kept beside it, in .ficus");
            }
        } catch (IOException e) {
            throw unwritable(path, e);
        }
    }

    private static List<String> names(Path directory) {
        try {
            Files.createDirectories(directory);
            try (Stream<Path> files = Files.list(directory)) {
                return files.map(file -> file.getFileName().toString()).sorted().toList();
            }
        } catch (IOException e) {
            throw new FicusException(
                    ErrorCode.FILE_UNWRITABLE,
                    "the directory cannot be used: " + e.getMessage(),
                    directory.toString(),
                    "make it a directory that you may write to",
                    e);
        }
    }

    private static String next(List<String> names, int others) {
        int highest = names.stream()
                .map(VERSION::matcher)
                .filter(Matcher::matches)
                .mapToInt(matcher -> Integer.parseInt(matcher.group(1)))
                .max()
                .orElse(0);
        return String.format(Locale.ROOT, "V%03d", highest + 1 + others);
    }

    /** Writes a file whole, in place of what was there. */
    static void replace(Path path, String text) throws IOException {
        Path part = Files.createTempFile(path.getParent(), ".ficus", ".tmp");
        try {
            Files.writeString(part, text);
            Files.move(part, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    static FicusException unwritable(Path path, IOException e) {
        return new FicusException(
                ErrorCode.FILE_UNWRITABLE,
                "the change file cannot be written: " + e.getMessage(),
                path.toString(),
                "make the directory writable, then run the command again",
                e);
    }
}
