package dev.ficus.dualwrite.backfill;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A range of primary keys of one table, by MySQL's order.
 *
 * @param above exclusive lower bound, a value for each key column as PostgreSQL text; null means from the start
 * @param upTo inclusive upper bound; null means to the end
 */
record Chunk(
        String table,
        int number,
        @Nullable List<String> above,
        @Nullable List<String> upTo) {}
