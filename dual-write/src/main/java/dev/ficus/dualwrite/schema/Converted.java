package dev.ficus.dualwrite.schema;

import java.util.List;

/**
 * What the tables of a domain become.
 *
 * @param schema all of it, in PostgreSQL's terms
 * @param findings all that was not carried over one to one
 */
record Converted(TargetSchema schema, List<Finding> findings) {
    Converted {
        findings = List.copyOf(findings);
    }
}
