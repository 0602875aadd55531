package dev.ficus.cli.command;

import dev.ficus.cli.report.JunitXml;
import dev.ficus.cli.report.ReportFile;
import dev.ficus.cli.report.Summary;
import dev.ficus.cli.report.TestSuite;
import dev.ficus.core.error.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The files that a pipeline reads. They are written however the command ends. */
final class ReportFiles {
    @Option(
            names = "--junit",
            paramLabel = "FILE",
            order = 60,
            description = "Also write the result as JUnit XML, a test case for each change or finding.")
    @Nullable
    private Path junit;

    @Option(
            names = "--summary",
            paramLabel = "FILE",
            order = 61,
            description = "Also write the result as Markdown, for a pull request.")
    @Nullable
    private Path summary;

    /**
     * Writes the files that were asked for.
     *
     * @param command its whole name
     * @return a problem for each file that cannot be written
     */
    List<Problem> write(String command, Ending ending) {
        List<Problem> problems = new ArrayList<>();
        file("--junit", junit, () -> JunitXml.of(command, suites(command, ending)))
                .ifPresent(problems::add);
        file("--summary", summary, () -> Summary.of(command, ending.result(), ending.problems()))
                .ifPresent(problems::add);
        return problems;
    }

    static Optional<Problem> file(String option, @Nullable Path file, Supplier<String> text) {
        return file == null ? Optional.empty() : ReportFile.write(option, file, text.get());
    }

    private static List<TestSuite> suites(String command, Ending ending) {
        return TestSuite.of(command, ending.result(), ending.problems());
    }
}
