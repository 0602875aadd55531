package dev.ficus.dualwrite.schema;

import java.nio.file.Path;
import java.util.List;

/**
 * What a conversion did.
 *
 * @param domain whose tables
 * @param files the change files in the directory of the PostgreSQL history, in the order in which they run
 * @param written false where the same files were there already
 * @param tables the tables in it
 * @param findings all that was not carried over one to one; nothing is dropped in silence
 */
public record ConversionReport(
        String domain, List<Path> files, boolean written, List<String> tables, List<Finding> findings) {
    public ConversionReport {
        files = List.copyOf(files);
        tables = List.copyOf(tables);
        findings = List.copyOf(findings);
    }
}
