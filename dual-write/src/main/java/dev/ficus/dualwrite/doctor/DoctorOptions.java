package dev.ficus.dualwrite.doctor;

import dev.ficus.dualwrite.scan.ScanOptions;
import java.util.List;
import java.util.OptionalLong;

/**
 * What to look at.
 *
 * @param domains their names; empty for all of {@code ficus.yaml}
 * @param scan how the values in the tables are looked at
 */
public record DoctorOptions(List<String> domains, ScanOptions scan) {
    /** How many rows of each table are looked at where the user says nothing: enough to find most, quick on any server. */
    public static final OptionalLong USUAL_ROWS = ScanOptions.SAMPLE.rowsPerTable();

    public DoctorOptions {
        domains = List.copyOf(domains);
    }
}
