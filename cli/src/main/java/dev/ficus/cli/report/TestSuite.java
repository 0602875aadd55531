package dev.ficus.cli.report;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The test cases of one database.
 *
 * @param name the database
 */
public record TestSuite(String name, List<TestCase> cases) {
    public TestSuite {
        cases = List.copyOf(cases);
    }

    /**
     * The suites of a result, and one more with a failed case for each problem that no case of the result tells.
     *
     * @param result null where the command failed before there was one
     */
    public static List<TestSuite> of(String command, @Nullable Reported result, List<Problem> problems) {
        Set<ErrorCode> summedUp = result == null ? Set.of() : result.summedUp();
        List<TestCase> cases = problems.stream()
                .filter(problem -> !summedUp.contains(problem.code()))
                .map(problem -> TestCase.failed(problem, problem.code().name()))
                .toList();
        List<TestSuite> suites = new ArrayList<>(result == null ? List.of() : result.suites());
        if (!cases.isEmpty()) {
            suites.add(new TestSuite(command, cases));
        }
        return suites;
    }

    long failures() {
        return cases.stream().filter(TestCase::failed).count();
    }

    long skipped() {
        return cases.stream().filter(TestCase::skipped).count();
    }

    long millis() {
        return cases.stream().mapToLong(TestCase::millis).sum();
    }
}
