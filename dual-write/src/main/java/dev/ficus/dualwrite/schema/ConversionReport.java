package dev.ficus.dualwrite.schema;

import java.nio.file.Path;
import java.util.List;

/**
 * What a conversion did.
 *
 * @param domain whose tables
 * @param file the change file, in the directory of the PostgreSQL history
 * @param written false where the same file was there already
 * @param tables the tables in it
 * @param findings all that was not carried over one to one; nothing is dropped in silence
 */
public record ConversionReport(String domain, Path file, boolean written, List<String> tables, List<Finding> findings) {
    public ConversionReport {
        tables = List.copyOf(tables);
        findings = List.copyOf(findings);
    }
}
