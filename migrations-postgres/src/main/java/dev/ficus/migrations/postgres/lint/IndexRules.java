package dev.ficus.migrations.postgres.lint;

import static dev.ficus.migrations.postgres.lint.PostgresRules.finds;

import dev.ficus.migrations.sql.lint.Rule;
import java.util.List;

/** Rules about indexes. */
final class IndexRules {
    private static final String ALONE =
            "; put it alone into a file whose first line is -- ficus: no-transaction (Liquibase: runInTransaction:false)";

    private IndexRules() {}

    static List<Rule<PostgresAction>> all() {
        return List.of(
                Rule.warning(
                        "PG001",
                        "an index is built without CONCURRENTLY",
                        finds(
                                "writes to %s wait until the index is built",
                                "write CREATE INDEX CONCURRENTLY" + ALONE, PostgresOperation.CREATE_INDEX)),
                Rule.warning(
                        "PG002",
                        "an index is dropped without CONCURRENTLY",
                        finds(
                                "reads and writes of the table wait for the drop of %s, which itself waits for every query",
                                "write DROP INDEX CONCURRENTLY %s" + ALONE,
                                action -> action.is(PostgresOperation.DROP_INDEX)
                                        && action.kind().equals("index"))),
                Rule.error("PG003", "CONCURRENTLY inside a transaction", (scope, hits) -> {
                    if (scope.change().transactional()) {
                        scope.actions().stream()
                                .filter(IndexRules::needsNoTransaction)
                                .limit(1)
                                .forEach(action -> hits.add(
                                        action.name(),
                                        "the server refuses the statement inside a transaction",
                                        "put it alone into a file whose first line is -- ficus: no-transaction"
                                                + " (Liquibase: runInTransaction:false)"));
                    }
                }),
                Rule.warning(
                        "PG019",
                        "REINDEX without CONCURRENTLY",
                        finds(
                                "writes to the table wait until the index is built, and reads that would use it",
                                "write REINDEX (CONCURRENTLY)" + ALONE,
                                action -> action.is(PostgresOperation.REINDEX)
                                        && !action.tree().says("CONCURRENTLY"))));
    }

    private static boolean needsNoTransaction(PostgresAction action) {
        return action.is(
                        PostgresOperation.CREATE_INDEX_CONCURRENTLY,
                        PostgresOperation.DROP_INDEX_CONCURRENTLY,
                        PostgresOperation.REINDEX_CONCURRENTLY,
                        PostgresOperation.VACUUM_FULL)
                || (action.is(PostgresOperation.DETACH_PARTITION_CONCURRENTLY)
                        && action.tree().says("CONCURRENTLY"))
                || (action.is(PostgresOperation.VACUUM) && action.tree().rule().equals("vacuum"));
    }
}
