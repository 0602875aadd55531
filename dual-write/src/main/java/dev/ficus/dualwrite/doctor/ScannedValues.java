package dev.ficus.dualwrite.doctor;

import dev.ficus.dualwrite.scan.FoundValues;
import dev.ficus.dualwrite.scan.ScanRefusal;
import dev.ficus.dualwrite.scan.ScanReport;
import dev.ficus.dualwrite.scan.ValueScan;
import java.util.List;
import java.util.function.Consumer;

/** The values that need a decision before the copy, as {@code ficus backfill} would refuse them. */
final class ScannedValues implements Examination.OfMysql {
    private final Consumer<List<ScanReport.Scanned>> scanned;

    /** @param scanned gets what was read of each table */
    ScannedValues(Consumer<List<ScanReport.Scanned>> scanned) {
        this.scanned = scanned;
    }

    @Override
    public String topic() {
        return "values in the tables";
    }

    @Override
    public void run(Side mysql, Patient patient, Findings findings) {
        for (Patient.Domain domain : patient.domains()) {
            ScanReport report = ValueScan.run(
                    mysql.connection(),
                    domain.tables(),
                    patient.options().scan(),
                    patient.strangler().progress(),
                    patient.strangler().stop());
            report.found().forEach(found -> report(mysql, found, findings));
            scanned.accept(report.tables());
            limited(mysql, domain.settings().name(), report, findings);
        }
    }

    private static void report(Side mysql, FoundValues found, Findings findings) {
        findings.blocking(
                found.hazard().id().equals("reference") ? FindingId.REFERENCE_SPELLING : FindingId.VALUE,
                mysql.where("column " + found.table() + "." + found.column()),
                ScanRefusal.text(found),
                ScanRefusal.fix(List.of(found)));
    }

    private static void limited(Side mysql, String domain, ScanReport report, Findings findings) {
        List<String> partly = report.tables().stream()
                .filter(table -> !table.whole())
                .map(table -> table.table() + " (" + table.rows() + " rows)")
                .toList();
        if (!partly.isEmpty()) {
            findings.info(
                    FindingId.SCAN_LIMITED,
                    mysql.where("domain " + domain),
                    "the values of these tables were looked at in part: " + String.join(", ", partly),
                    "ficus doctor " + domain
                            + " --scan-rows all; ficus backfill stops at such a value and lists all of them");
        }
    }
}
