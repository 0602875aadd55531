package dev.ficus.dualwrite.doctor;

import dev.ficus.dualwrite.scan.ScanReport;
import java.util.Comparator;
import java.util.List;

/**
 * What the doctor found.
 *
 * @param findings the blocking ones first, otherwise in the order of the examinations
 * @param scanned what was read of each table
 */
public record DoctorReport(List<DoctorFinding> findings, List<ScanReport.Scanned> scanned) {
    public DoctorReport {
        findings = findings.stream()
                .sorted(Comparator.comparing(DoctorFinding::severity))
                .toList();
        scanned = List.copyOf(scanned);
    }

    /** How many findings are that severe. */
    public long count(Severity severity) {
        return findings.stream()
                .filter(finding -> finding.severity() == severity)
                .count();
    }
}
