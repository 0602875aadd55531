package dev.ficus.dualwrite.schema;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The change file of a domain: {@code V<next number>__ficus_<domain>.sql}. Written whole or not at all. */
record ChangeFile(Path path) {
    private static final Pattern VERSION = Pattern.compile("V0*(\\d{1,9})(?:\\D.*)?__.*\\.sql");

    static ChangeFile of(Path directory, String domain) {
        List<String> names = names(directory);
        String ending = "__ficus_" + domain + ".sql";
        Optional<String> existing =
                names.stream().filter(name -> name.endsWith(ending)).findFirst();
        return new ChangeFile(directory.resolve(existing.orElseGet(() -> next(names) + ending)));
    }

    /** Returns false where the file has this content already. */
    boolean write(String sql) {
        try {
            if (Files.exists(path)) {
                refuseOther(Files.readString(path), sql);
                return false;
            }
            Path unfinished = Files.createTempFile(path.getParent(), ".ficus", ".tmp");
            Files.writeString(unfinished, sql);
            Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private void refuseOther(String present, String wanted) {
        if (!present.replace("\r\n", "\n").equals(wanted)) {
            throw new FicusException(
                    ErrorCode.CONVERSION_EXISTS,
                    "the domain was converted before, and its tables on MySQL give another result now",
                    path.toString(),
                    "if that change never ran, delete the file and convert again;"
                            + " else write the difference as a change of your own");
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

    private static String next(List<String> names) {
        int highest = names.stream()
                .map(VERSION::matcher)
                .filter(Matcher::matches)
                .mapToInt(matcher -> Integer.parseInt(matcher.group(1)))
                .max()
                .orElse(0);
        return String.format(Locale.ROOT, "V%03d", highest + 1);
    }

    private FicusException unwritable(IOException e) {
        return new FicusException(
                ErrorCode.FILE_UNWRITABLE,
                "the change file cannot be written: " + e.getMessage(),
                path.toString(),
                "make the directory writable, then run the command again",
                e);
    }
}
