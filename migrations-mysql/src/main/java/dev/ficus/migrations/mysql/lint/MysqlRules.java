package dev.ficus.migrations.mysql.lint;

import dev.ficus.migrations.sql.lint.Rule;
import dev.ficus.migrations.sql.lint.Scope;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** All rules for MySQL and MariaDB; each has its page {@code docs/lint/<id>.md}. */
final class MysqlRules {
    private MysqlRules() {}

    static List<Rule<MysqlAction>> all(MysqlServer server, MysqlCatalog catalog) {
        return Stream.of(AlgorithmRules.all(server), ChangeRules.all(catalog), TableRules.all(), BreakingRules.all())
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
    static Rule.Check<MysqlAction> finds(String what, String fix, MysqlOperation... operations) {
        return finds(what, fix, action -> action.is(operations));
    }

    static Rule.Check<MysqlAction> finds(String what, String fix, Predicate<MysqlAction> which) {
        return (scope, hits) -> inUse(scope)
                .filter(which)
                .forEach(action ->
                        hits.add(action.name(), what.replace("%s", action.name()), fix.replace("%s", action.name())));
    }

    /** The actions on objects that are not made by the same run. */
    static Stream<MysqlAction> inUse(Scope<MysqlAction> scope) {
        return scope.actions().stream().filter(action -> !scope.newTables().contains(action.key()));
    }
}
