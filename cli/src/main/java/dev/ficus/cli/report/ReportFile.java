package dev.ficus.cli.report;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** Writes a report so that a reader sees the old file or the whole new one, never a part. */
public final class ReportFile {
    private ReportFile() {}

    /**
     * Writes the text; the directories above the file are made.
     *
     * @param option the option that named the file
     * @return what went wrong; a report that cannot be written does not hide the result of the command
     */
    public static Optional<Problem> write(String option, Path file, String text) {
        try {
            Path target = file.toAbsolutePath().normalize();
            Path directory = Files.createDirectories(target.resolveSibling(""));
            Path draft = directory.resolve("." + target.getFileName() + ".part");
            try {
                Files.writeString(draft, text);
                Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(draft);
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(new Problem(
                    ErrorCode.FILE_UNWRITABLE,
                    "the report cannot be written: " + e,
                    option + " " + file,
                    "name a file that this user may write"));
        }
    }
}
