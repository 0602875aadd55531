package dev.ficus.migrations.mongo;

import dev.ficus.core.history.LintRule;
import dev.ficus.core.history.LintRule.Severity;
import java.util.function.Predicate;

/**
 * A rule of lint for MongoDB.
 *
 * @param finds whether a step is reported
 * @param what what would happen, with {@code %s} for the collection
 * @param fix what to write instead
 */
record MongoRule(LintRule rule, Predicate<LintStep> finds, String what, String fix) {

    static MongoRule error(String id, String title, Predicate<LintStep> finds, String what, String fix) {
        return new MongoRule(new LintRule(id, Severity.ERROR, title), finds, what, fix);
    }

    static MongoRule warning(String id, String title, Predicate<LintStep> finds, String what, String fix) {
        return new MongoRule(new LintRule(id, Severity.WARNING, title), finds, what, fix);
    }

    static MongoRule info(String id, String title, Predicate<LintStep> finds, String what, String fix) {
        return new MongoRule(new LintRule(id, Severity.INFO, title), finds, what, fix);
    }
}
