package dev.ficus.dualwrite.proposal;

import java.util.List;

/**
 * All that a MySQL database holds, as far as a proposal needs it.
 *
 * @param tables by name
 * @param ties the foreign keys that are declared
 */
record SourceSchema(String database, List<SourceTable> tables, List<Tie> ties) {
    SourceSchema {
        tables = List.copyOf(tables);
        ties = ties.stream().sorted(Tie.ORDER).toList();
    }
}
