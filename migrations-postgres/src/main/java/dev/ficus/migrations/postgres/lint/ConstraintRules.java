package dev.ficus.migrations.postgres.lint;

import static dev.ficus.migrations.postgres.lint.PostgresRules.finds;
import static dev.ficus.migrations.postgres.lint.PostgresRules.inUse;

import dev.ficus.migrations.sql.lint.Rule;
import dev.ficus.migrations.sql.lint.Scope;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/** Rules about constraints. */
final class ConstraintRules {
    private static final String LATER =
            "add it with NOT VALID, and in a later change: ALTER TABLE %s VALIDATE CONSTRAINT ...";

    private final PostgresCatalog catalog;

    private ConstraintRules(PostgresCatalog catalog) {
        this.catalog = catalog;
    }

    static List<Rule<PostgresAction>> all(PostgresCatalog catalog) {
        ConstraintRules rules = new ConstraintRules(catalog);
        return List.of(
                Rule.warning(
                        "PG004",
                        "a foreign key is added without NOT VALID",
                        finds(
                                "writes to %s wait while all of its rows are checked",
                                LATER, PostgresOperation.ADD_FOREIGN_KEY)),
                Rule.warning(
                        "PG005",
                        "a check is added without NOT VALID",
                        finds(
                                "reads and writes of %s wait while all of its rows are checked",
                                LATER, PostgresOperation.ADD_CHECK)),
                Rule.warning(
                        "PG006",
                        "a unique or primary key builds its index under ACCESS EXCLUSIVE",
                        finds(
                                "reads and writes of %s wait until the index is built",
                                "build it with CREATE UNIQUE INDEX CONCURRENTLY, and in a later change:"
                                        + " ALTER TABLE %s ADD CONSTRAINT ... UNIQUE USING INDEX ...",
                                PostgresOperation.ADD_UNIQUE,
                                PostgresOperation.ADD_PRIMARY_KEY)),
                Rule.warning("PG007", "SET NOT NULL without a validated check", ConstraintRules::notNull),
                Rule.warning("PG025", "a partition is attached without a check", rules::attach),
                Rule.warning(
                        "PG026",
                        "an exclusion constraint builds its index under ACCESS EXCLUSIVE",
                        finds(
                                "reads and writes of %s wait until the index is built; there is no way to build it beforehand",
                                "make a new table with the constraint and move the rows over, or run it when nobody uses %s",
                                PostgresOperation.ADD_EXCLUDE)),
                Rule.warning("PG030", "NOT VALID and VALIDATE in one transaction", ConstraintRules::bothAtOnce));
    }

    private static void notNull(Scope<PostgresAction> scope, Rule.Hits hits) {
        inUse(scope)
                .filter(action -> action.is(PostgresOperation.SET_NOT_NULL))
                .filter(action -> !validated(scope, action))
                .forEach(action -> hits.add(
                        action.name(),
                        "reads and writes of " + action.name() + " wait while all of its rows are read",
                        "first add CHECK (column IS NOT NULL) NOT VALID and VALIDATE it in a change of its own;"
                                + " then SET NOT NULL reads nothing"));
    }

    private static boolean validated(Scope<PostgresAction> scope, PostgresAction action) {
        return scope.earlier().stream()
                .anyMatch(before -> before.is(PostgresOperation.VALIDATE_CONSTRAINT)
                        && before.key().equals(action.key()));
    }

    private void attach(Scope<PostgresAction> scope, Rule.Hits hits) throws SQLException {
        for (PostgresAction action : inUse(scope).toList()) {
            if (action.is(PostgresOperation.BE_ATTACHED)
                    && !validated(scope, action)
                    && catalog.checks(action.name()).isEmpty()) {
                hits.add(
                        action.name(),
                        "reads and writes of " + action.name() + " wait while all of its rows are checked",
                        "first add a CHECK that says what the partition holds, with NOT VALID, and VALIDATE it");
            }
        }
    }

    private static void bothAtOnce(Scope<PostgresAction> scope, Rule.Hits hits) {
        if (!scope.change().transactional()) {
            return;
        }
        inUse(scope)
                .filter(action -> action.is(PostgresOperation.VALIDATE_CONSTRAINT))
                .filter(action -> scope.earlier().stream().anyMatch(before -> adds(before, action)))
                .forEach(action -> hits.add(
                        action.name(),
                        "the lock of ADD CONSTRAINT is held on " + action.name() + " while all of its rows are checked",
                        "put VALIDATE CONSTRAINT into a change of its own"));
    }

    private static boolean adds(PostgresAction before, PostgresAction validate) {
        String name = PostgresReader.name(validate.tree(), "constraintName").toLowerCase(Locale.ROOT);
        return before.is(PostgresOperation.ADD_FOREIGN_KEY_NOT_VALID, PostgresOperation.ADD_CHECK_NOT_VALID)
                && before.key().equals(validate.key())
                && PostgresReader.name(before.tree(), "constraintName")
                        .toLowerCase(Locale.ROOT)
                        .equals(name);
    }
}
