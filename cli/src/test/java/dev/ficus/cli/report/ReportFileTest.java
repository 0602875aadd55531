package dev.ficus.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFileTest {
    @TempDir
    private Path directory;

    @Test
    void reportReplacesTheOldOneAndLeavesNothingElse() throws IOException {
        Path file = directory.resolve("a/b/report.xml");
        assertThat(ReportFile.write("--junit", file, "old")).isEmpty();
        assertThat(ReportFile.write("--junit", file, "new")).isEmpty();
        assertThat(file).hasContent("new");
        try (Stream<Path> files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void reportThatCannotBeWrittenIsAProblemAndLeavesNothing() throws IOException {
        Path taken = Files.createDirectories(directory.resolve("taken/full")).getParent();
        Optional<Problem> problem = ReportFile.write("--junit", taken, "text");
        assertThat(problem.orElseThrow().code()).isEqualTo(ErrorCode.FILE_UNWRITABLE);
        assertThat(problem.orElseThrow().where()).isEqualTo("--junit " + taken);
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(taken);
        }
    }
}
