package dev.ficus.core.history;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Names and writes the files of {@link MigrationHistory#create}. */
public final class NewFile {
    private static final Pattern NUMBERED = Pattern.compile("\\D{0,1}(\\d+).*");

    private NewFile() {}

    /**
     * The words of a name as a file name has them: lower-case letters and digits with dashes between them.
     *
     * @throws FicusException USAGE_INVALID where nothing is left
     */
    public static String slug(String name) {
        String plain = Normalizer.normalize(name, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
        String slug =
                plain.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        if (slug.isEmpty()) {
            throw new FicusException(
                    ErrorCode.USAGE_INVALID,
                    "the name of a change needs letters or digits: " + name,
                    "ficus migrate new",
                    "give it a name in words, such as: ficus migrate new \"add status\"");
        }
        return slug;
    }

    /**
     * The number after the highest of these names, with as many digits; {@code 001} where none has a number.
     *
     * @param names file names that begin with a number, or with a letter and a number
     */
    public static String number(List<String> names) {
        Optional<String> last = names.stream()
                .sorted(NaturalOrder::compare)
                .map(NUMBERED::matcher)
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .reduce((one, other) -> Long.parseLong(other) >= Long.parseLong(one) ? other : one);
        String digits = last.orElse("000");
        return String.format(Locale.ROOT, "%0" + digits.length() + "d", Long.parseLong(digits) + 1);
    }

    /**
     * The name of a new file without its extension, numbered as the others are, such as {@code 008-add-status}. It sorts
     * behind all of them.
     *
     * @param names the file names that are there
     */
    public static String stem(List<String> names, String slug, String extension) {
        String last = names.stream().max(NaturalOrder::compare).orElse("");
        String lastStem = last.contains(".") ? last.substring(0, last.lastIndexOf('.')) : last;
        List<String> numbered =
                names.stream().filter(each -> Character.isDigit(each.charAt(0))).toList();
        return Stream.of(number(numbered) + "-" + slug, lastStem + "_" + slug)
                .filter(each -> last.isEmpty() || NaturalOrder.compare(each + extension, last) > 0)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a longer name sorts behind " + last));
    }

    /** @throws FicusException CHANGE_DUPLICATE where the file is there */
    public static void refuse(Path file) {
        if (Files.exists(file)) {
            throw exists(file);
        }
    }

    /**
     * Writes a file that is not there yet.
     *
     * @throws FicusException CHANGE_DUPLICATE, and nothing is written; FILE_UNWRITABLE where the directory cannot be written
     */
    public static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            throw exists(file);
        } catch (IOException e) {
            throw new FicusException(
                    ErrorCode.FILE_UNWRITABLE,
                    "the file cannot be written: " + e.getClass().getSimpleName(),
                    file.toString(),
                    "create the directory, or give the user that runs ficus the right to write it",
                    e);
        }
    }

    private static FicusException exists(Path file) {
        return new FicusException(
                ErrorCode.CHANGE_DUPLICATE, "the file is there already", file.toString(), "choose another name");
    }
}
