package dev.ficus.core.error;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The one exception of Ficus. It carries at least one {@link Problem}; all problems of one input are reported at once,
 * and the first decides the exit code.
 */
public final class FicusException extends RuntimeException {
    private final transient List<Problem> problems;

    public FicusException(ErrorCode code, String what, String where, String fix) {
        this(code, what, where, fix, null);
    }

    public FicusException(ErrorCode code, String what, String where, String fix, @Nullable Throwable cause) {
        this(List.of(new Problem(code, what, where, fix)), cause);
    }

    public FicusException(Problem problem) {
        this(List.of(problem), null);
    }

    public FicusException(List<Problem> problems, @Nullable Throwable cause) {
        super(describe(problems), cause);
        if (problems.isEmpty()) {
            throw new IllegalArgumentException("a FicusException needs at least one problem");
        }
        this.problems = List.copyOf(problems);
    }

    /** All problems, the most important first; never empty. */
    public List<Problem> problems() {
        return problems;
    }

    /** The first problem. */
    public Problem problem() {
        return problems.get(0);
    }

    /** The code of the first problem. */
    public ErrorCode code() {
        return problem().code();
    }

    private static String describe(List<Problem> problems) {
        return problems.stream()
                .map(problem -> problem.code() + ": " + problem.what() + " (at: " + problem.where() + "; fix: "
                        + problem.fix() + ")")
                .collect(Collectors.joining("\n"));
    }
}
