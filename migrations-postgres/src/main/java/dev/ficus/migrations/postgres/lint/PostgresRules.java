package dev.ficus.migrations.postgres.lint;

import dev.ficus.migrations.sql.lint.Rule;
import dev.ficus.migrations.sql.lint.Scope;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** All rules for PostgreSQL; each has its page {@code docs/lint/<id>.md}. */
final class PostgresRules {
    private PostgresRules() {}

    static List<Rule<PostgresAction>> all(PostgresCatalog catalog) {
        return Stream.of(
                        IndexRules.all(),
                        ConstraintRules.all(catalog),
                        ColumnRules.all(),
                        TableRules.all(),
                        LockRules.all(catalog))
                .flatMap(List::stream)
                .sorted((one, other) -> one.rule().id().compareTo(other.rule().id()))
                .toList();
    }

    /**
     * Finds these operations on tables that are in use.
     *
     * @param what with one {@code %s} for the name of the object
     * @param fix may have one, too
     */
    static Rule.Check<PostgresAction> finds(String what, String fix, PostgresOperation... operations) {
        return finds(what, fix, action -> action.is(operations));
    }

    static Rule.Check<PostgresAction> finds(String what, String fix, Predicate<PostgresAction> which) {
        return (scope, hits) -> inUse(scope)
                .filter(which)
                .forEach(action -> hits.add(action.name(), said(what, action), said(fix, action)));
    }

    /** The actions on objects that are not made by the same run. */
    static Stream<PostgresAction> inUse(Scope<PostgresAction> scope) {
        return scope.actions().stream().filter(action -> !scope.newTables().contains(action.key()));
    }

    private static String said(String text, PostgresAction action) {
        return text.replace("%s", action.name());
    }
}
