package dev.ficus.dualwrite.doctor;

import java.util.ArrayList;
import java.util.List;

/** Collects what the examinations find. */
final class Findings {
    private final List<DoctorFinding> found = new ArrayList<>();

    void blocking(FindingId id, String where, String what, String fix) {
        found.add(new DoctorFinding(id, Severity.BLOCKING, where, what, fix));
    }

    void warning(FindingId id, String where, String what, String fix) {
        found.add(new DoctorFinding(id, Severity.WARNING, where, what, fix));
    }

    void info(FindingId id, String where, String what, String fix) {
        found.add(new DoctorFinding(id, Severity.INFO, where, what, fix));
    }

    List<DoctorFinding> all() {
        return List.copyOf(found);
    }
}
