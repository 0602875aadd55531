package dev.ficus.migrations.sql.lint;

import dev.ficus.core.history.LintRule;
import dev.ficus.core.history.LintRule.Severity;
import java.sql.SQLException;

/** A rule of lint and how it looks at a statement. */
public record Rule<A extends SqlAction>(LintRule rule, Check<A> check) {

    /** Looks at one statement. */
    @FunctionalInterface
    public interface Check<A extends SqlAction> {
        void look(Scope<A> scope, Hits hits) throws SQLException;
    }

    /** Takes what a check finds. */
    @FunctionalInterface
    public interface Hits {
        /**
         * @param table the table at stake, as the statement writes it; its size is told with the finding
         * @param what what would happen, as a clause
         * @param fix what to write instead
         */
        void add(String table, String what, String fix);
    }

    /** The statement loses data, stops the application, or fails. */
    public static <A extends SqlAction> Rule<A> error(String id, String title, Check<A> check) {
        return new Rule<>(new LintRule(id, Severity.ERROR, title), check);
    }

    /** The statement may do so on a large or busy table. */
    public static <A extends SqlAction> Rule<A> warning(String id, String title, Check<A> check) {
        return new Rule<>(new LintRule(id, Severity.WARNING, title), check);
    }

    /** To know. */
    public static <A extends SqlAction> Rule<A> info(String id, String title, Check<A> check) {
        return new Rule<>(new LintRule(id, Severity.INFO, title), check);
    }
}
