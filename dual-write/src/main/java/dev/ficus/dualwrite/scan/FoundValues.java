package dev.ficus.dualwrite.scan;

import dev.ficus.dualwrite.value.Hazard;
import java.util.List;

/**
 * Values of one column that need a decision.
 *
 * @param table its MySQL name
 * @param column its MySQL name
 * @param hazard what is wrong with them
 * @param rows how many rows have one, among those that were read
 * @param keys the keys of up to five of them, each as {@code id=1, part=2}
 * @param values the values of those five, in the same order; empty unless the caller asked for them
 */
public record FoundValues(
        String table, String column, Hazard hazard, long rows, List<String> keys, List<String> values) {
    public FoundValues {
        keys = List.copyOf(keys);
        values = List.copyOf(values);
    }
}
