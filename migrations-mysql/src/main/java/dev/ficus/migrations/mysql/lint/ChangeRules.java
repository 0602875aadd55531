package dev.ficus.migrations.mysql.lint;

import static dev.ficus.migrations.mysql.lint.MysqlRules.inUse;

import dev.ficus.migrations.sql.lint.Rule;
import dev.ficus.migrations.sql.lint.Scope;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Rules about what stands together in one change, and about waiting. */
final class ChangeRules {
    private static final String APART = "put it into a change of its own";

    private final MysqlCatalog catalog;

    private ChangeRules(MysqlCatalog catalog) {
        this.catalog = catalog;
    }

    static List<Rule<MysqlAction>> all(MysqlCatalog catalog) {
        return List.of(
                Rule.warning("MY006", "several definitions in one change", ChangeRules::several),
                Rule.warning("MY007", "definitions and data in one change", ChangeRules::mixed),
                Rule.warning("MY018", "a definition without lock_wait_timeout", new ChangeRules(catalog)::noTimeout),
                Rule.error(
                        "MY023",
                        "LOCK TABLES",
                        (scope, hits) -> scope.actions().stream()
                                .filter(action -> action.is(MysqlOperation.LOCK_TABLES))
                                .limit(1)
                                .forEach(action -> hits.add(
                                        action.name(),
                                        "the journal of the change is locked out, and the change fails",
                                        "leave it out: each statement takes the lock that it needs"))));
    }

    private static void several(Scope<MysqlAction> scope, Rule.Hits hits) {
        long before = scope.earlier().stream()
                .filter(action -> action.operation().commits())
                .count();
        boolean second = before > 0 && scope.actions().stream().anyMatch(ChangeRules::commits);
        boolean said = scope.earlier().stream()
                        .filter(ChangeRules::commits)
                        .map(MysqlAction::tree)
                        .map(tree -> tree.root().text())
                        .distinct()
                        .count()
                > 1;
        if (second && !said) {
            hits.add(
                    name(scope),
                    "the statements before it have committed: if it fails, the change is half applied",
                    APART);
        }
    }

    private static void mixed(Scope<MysqlAction> scope, Rule.Hits hits) {
        boolean rowsBefore =
                scope.earlier().stream().anyMatch(action -> action.operation().writesRows());
        boolean defined = scope.earlier().stream().anyMatch(ChangeRules::commits);
        boolean rows =
                scope.actions().stream().anyMatch(action -> action.operation().writesRows());
        boolean defines = scope.actions().stream().anyMatch(ChangeRules::commits);
        boolean first = (defines && rowsBefore && !defined) || (rows && defined && !rowsBefore);
        if (first) {
            hits.add(
                    name(scope),
                    "a definition commits what was written before it, so the change is not undone as a whole if it fails",
                    APART);
        }
    }

    private void noTimeout(Scope<MysqlAction> scope, Rule.Hits hits) throws SQLException {
        boolean set = scope.earlier().stream().anyMatch(ChangeRules::limits)
                || scope.actions().stream().anyMatch(ChangeRules::limits);
        boolean said = scope.earlier().stream().anyMatch(action -> waits(scope, action));
        Optional<MysqlAction> first =
                inUse(scope).filter(action -> waits(scope, action)).findFirst();
        if (set || said || first.isEmpty() || catalog.limitsLockWaits()) {
            return;
        }
        hits.add(
                first.get().name(),
                "while it waits for its metadata lock on " + first.get().name()
                        + ", for up to a year, everything else that" + " needs the table queues behind it",
                "write before it: SET SESSION lock_wait_timeout = 5;");
    }

    private static boolean waits(Scope<MysqlAction> scope, MysqlAction action) {
        return commits(action)
                && !action.is(MysqlOperation.CREATE_TABLE, MysqlOperation.VIEW)
                && !scope.newTables().contains(action.key());
    }

    private static boolean limits(MysqlAction action) {
        return action.is(MysqlOperation.SET_LOCK_TIMEOUT);
    }

    private static boolean commits(MysqlAction action) {
        return action.operation().commits();
    }

    private static String name(Scope<MysqlAction> scope) {
        return scope.actions().get(0).name();
    }
}
