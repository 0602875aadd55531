package dev.ficus.cli.report;

import dev.ficus.core.error.Problem;

/**
 * One change or finding, as a pipeline shows it.
 *
 * @param name the change or finding
 * @param group what it belongs to: its file or its command
 * @param millis how long it took; 0 where that is not measured
 */
public record TestCase(String name, String group, long millis, Verdict verdict) {

    /** What came of it. */
    public sealed interface Verdict {}

    /** It is well. */
    public record Passed() implements Verdict {}

    /** It was not tried. */
    public record Skipped(String reason) implements Verdict {}

    /**
     * It is not well.
     *
     * @param type the error code or the id of the rule
     */
    public record Failed(String type, String message, String text) implements Verdict {}

    public static TestCase passed(String name, String group, long millis) {
        return new TestCase(name, group, millis, new Passed());
    }

    public static TestCase skipped(String name, String group, String reason) {
        return new TestCase(name, group, 0, new Skipped(reason));
    }

    public static TestCase failed(String name, String group, Failed failure) {
        return new TestCase(name, group, 0, failure);
    }

    static TestCase failed(Problem problem, String group) {
        String text = problem.what() + "\nat: " + problem.where() + "\nfix: " + problem.fix();
        return failed(problem.where(), group, new Failed(problem.code().name(), problem.what(), text));
    }

    boolean failed() {
        return verdict instanceof Failed;
    }

    boolean skipped() {
        return verdict instanceof Skipped;
    }
}
