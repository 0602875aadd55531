package dev.ficus.migrations.postgres.lint;

import static dev.ficus.migrations.postgres.lint.PostgresRules.inUse;

import dev.ficus.migrations.sql.lint.Rule;
import dev.ficus.migrations.sql.lint.Scope;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Rules about waiting for locks, and about what one transaction does. */
final class LockRules {
    private final PostgresCatalog catalog;

    private LockRules(PostgresCatalog catalog) {
        this.catalog = catalog;
    }

    static List<Rule<PostgresAction>> all(PostgresCatalog catalog) {
        return List.of(
                Rule.warning("PG017", "a strong lock without lock_timeout", new LockRules(catalog)::noTimeout),
                Rule.warning("PG023", "several tables are locked in one transaction", LockRules::several),
                Rule.error("PG024", "a new enum value is used in its own transaction", LockRules::enumValue),
                Rule.warning(
                        "PG031",
                        "LOCK TABLE",
                        (scope, hits) -> inUse(scope)
                                .filter(action -> action.is(PostgresOperation.LOCK_TABLE))
                                .filter(LockRules::stopsWrites)
                                .forEach(action -> hits.add(
                                        action.name(),
                                        "the lock on " + action.name() + " stays until the whole change has run",
                                        "leave it out: each statement takes the lock that it needs"))));
    }

    /** The first statement that needs one; saying it once for each change is enough. */
    private void noTimeout(Scope<PostgresAction> scope, Rule.Hits hits) throws SQLException {
        boolean set = scope.earlier().stream().anyMatch(action -> action.is(PostgresOperation.SET_LOCK_TIMEOUT));
        boolean said = scope.earlier().stream().anyMatch(before -> queues(scope, before));
        Optional<PostgresAction> first =
                scope.actions().stream().filter(action -> queues(scope, action)).findFirst();
        if (set || said || first.isEmpty() || catalog.limitsLockWaits()) {
            return;
        }
        hits.add(
                first.get().name(),
                "while it waits for its lock on " + first.get().name() + ", everything else that needs the table queues"
                        + " behind it",
                "write before it: SET " + (scope.change().transactional() ? "LOCAL " : "") + "lock_timeout = '5s';");
    }

    private static boolean queues(Scope<PostgresAction> scope, PostgresAction action) {
        return stopsWrites(action) && !scope.newTables().contains(action.key());
    }

    private static boolean stopsWrites(PostgresAction action) {
        return action.mode().filter(LockMode::stopsWrites).isPresent();
    }

    private static void several(Scope<PostgresAction> scope, Rule.Hits hits) {
        if (!scope.change().transactional()) {
            return;
        }
        Optional<PostgresAction> first = scope.earlier().stream()
                .filter(before -> excludes(scope, before))
                .findFirst();
        inUse(scope)
                .filter(action -> excludes(scope, action))
                .filter(action -> first.isPresent() && !first.get().key().equals(action.key()))
                .limit(1)
                .forEach(action -> hits.add(
                        action.name(),
                        first.get().name() + " stays locked while the change waits for " + action.name()
                                + ", and a transaction that takes them the other way round deadlocks",
                        "put each table into a change of its own"));
    }

    private static boolean excludes(Scope<PostgresAction> scope, PostgresAction action) {
        return action.mode().filter(mode -> mode == LockMode.ACCESS_EXCLUSIVE).isPresent()
                && action.kind().equals("table")
                && !scope.newTables().contains(action.key());
    }

    private static void enumValue(Scope<PostgresAction> scope, Rule.Hits hits) {
        if (!scope.change().transactional()) {
            return;
        }
        scope.earlier().stream()
                .filter(action -> action.is(PostgresOperation.ADD_ENUM_VALUE))
                .map(action -> literal(action.tree().text()))
                .filter(value -> !value.isEmpty() && scope.text().contains(value))
                .limit(1)
                .forEach(value -> hits.add(
                        "",
                        "the server refuses the new value " + value + " before the transaction that adds it has ended",
                        "put ALTER TYPE ... ADD VALUE into a change of its own"));
    }

    /** The first string of the statement, with its quotes. */
    private static String literal(String text) {
        int start = text.indexOf('\'');
        int end = text.indexOf('\'', start + 1);
        return start < 0 || end < 0 ? "" : text.substring(start, end + 1);
    }
}
