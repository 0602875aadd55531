package dev.ficus.cli.report;

import dev.ficus.cli.output.Result;
import dev.ficus.core.error.ErrorCode;
import java.util.List;
import java.util.Set;

/** A result that can also be written as JUnit XML and as Markdown. */
public interface Reported extends Result {
    /** A suite for each database, in order. */
    List<TestSuite> suites();

    /** The body of the summary: what stands below its title and above the problems. */
    void writeSummary(Markdown out);

    /** The codes of problems that only sum up test cases which failed already, and become none of their own. */
    default Set<ErrorCode> summedUp() {
        return Set.of();
    }
}
