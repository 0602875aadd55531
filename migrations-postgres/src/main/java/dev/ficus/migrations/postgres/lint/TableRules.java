package dev.ficus.migrations.postgres.lint;

import static dev.ficus.migrations.postgres.lint.PostgresRules.finds;

import dev.ficus.migrations.sql.lint.Rule;
import java.util.List;

/** Rules about whole tables and their rows. */
final class TableRules {
    private TableRules() {}

    static List<Rule<PostgresAction>> all() {
        return List.of(
                Rule.error(
                        "PG013",
                        "a table or schema is dropped",
                        finds(
                                "the data of %s is gone, and what the running application asks of it fails",
                                "drop it once nothing that runs names it, and say so: -- ficus: allow PG013 REASON",
                                PostgresOperation.DROP_TABLE,
                                PostgresOperation.DROP_SCHEMA)),
                Rule.error(
                        "PG015",
                        "a table is renamed or moved to another schema",
                        finds(
                                "what the running application asks of %s by the old name fails at once",
                                "rename it together with a view of the old name in one transaction, and say so:"
                                        + " -- ficus: allow PG015 REASON",
                                PostgresOperation.RENAME_TABLE)),
                Rule.error(
                        "PG016",
                        "TRUNCATE",
                        finds(
                                "all rows of %s are gone, and reads and writes of it wait",
                                "delete what has to go in batches with a WHERE, or say so: -- ficus: allow PG016 REASON",
                                PostgresOperation.TRUNCATE)),
                Rule.warning(
                        "PG018",
                        "a table is rewritten",
                        finds(
                                "reads and writes of %s wait while it is rewritten",
                                "use pg_repack or pg_squeeze, or run it when nobody uses %s",
                                PostgresOperation.VACUUM_FULL,
                                PostgresOperation.CLUSTER,
                                PostgresOperation.REWRITE_TABLE)),
                Rule.warning(
                        "PG020",
                        "a materialized view is refreshed without CONCURRENTLY",
                        finds(
                                "reads of %s wait until it is built anew",
                                "write REFRESH MATERIALIZED VIEW CONCURRENTLY %s, which needs a unique index on it",
                                PostgresOperation.REFRESH_VIEW)),
                Rule.warning(
                        "PG021",
                        "UPDATE without WHERE",
                        finds(
                                "every row of %s is written and stays locked until the transaction ends",
                                "update in batches, each with a WHERE over a range of the key, in an application or a job",
                                PostgresOperation.UPDATE_ALL)),
                Rule.error(
                        "PG022",
                        "DELETE without WHERE",
                        finds(
                                "all rows of %s are gone",
                                "say which rows with a WHERE, or say so: -- ficus: allow PG022 REASON",
                                PostgresOperation.DELETE_ALL)),
                Rule.warning(
                        "PG029",
                        "a partition is detached without CONCURRENTLY",
                        finds(
                                "reads and writes of %s and all of its partitions wait",
                                "write DETACH PARTITION ... CONCURRENTLY (PostgreSQL 14 and later) in a file whose first"
                                        + " line is -- ficus: no-transaction",
                                PostgresOperation.DETACH_PARTITION)));
    }
}
