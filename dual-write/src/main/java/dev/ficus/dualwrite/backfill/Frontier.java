package dev.ficus.dualwrite.backfill;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far the chunks of a table are cut.
 *
 * @param above the last key of the last chunk; null where there is none yet
 * @param next the number of the next chunk
 */
record Frontier(String table, @Nullable List<String> above, int next) {}
