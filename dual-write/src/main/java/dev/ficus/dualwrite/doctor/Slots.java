package dev.ficus.dualwrite.doctor;

import dev.ficus.dualwrite.stream.ReverseSlot;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Slots of this database that nobody reads: they keep WAL until the disk is full. */
final class Slots implements Examination.OfPostgres {
    private static final String INACTIVE = """
            SELECT slot_name, coalesce(pg_size_pretty(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)), 'no WAL')
            FROM pg_replication_slots
            WHERE NOT active AND NOT temporary AND (database = current_database() OR database IS NULL)
            ORDER BY slot_name""";

    @Override
    public String topic() {
        return "replication slots";
    }

    @Override
    public void run(Side postgres, Patient patient, Findings findings) throws SQLException {
        if (postgres.yes("SELECT pg_is_in_recovery()")) {
            return;
        }
        Set<String> ours = patient.strangler().settings().domains().stream()
                .map(domain -> new ReverseSlot(patient.strangler().postgres(), domain.name()).name())
                .collect(Collectors.toSet());
        for (List<@Nullable String> row : postgres.rows(INACTIVE)) {
            slot(postgres, String.valueOf(row.get(0)), String.valueOf(row.get(1)), ours, findings);
        }
    }

    private static void slot(Side postgres, String name, String kept, Set<String> ours, Findings findings) {
        String where = postgres.where("slot " + name);
        String drop = "SELECT pg_drop_replication_slot('" + name + "')";
        if (ours.contains(name)) {
            findings.info(
                    FindingId.SLOT_INACTIVE,
                    where,
                    "nobody reads the slot of a domain now; it keeps " + kept,
                    "run ficus sync where the domain is in dual-write or postgres");
        } else if (name.startsWith("ficus_")) {
            findings.warning(
                    FindingId.SLOT_ORPHAN,
                    where,
                    "the slot belongs to no domain of ficus.yaml, and nobody reads it; it keeps " + kept,
                    "if no other project uses it: " + drop);
        } else {
            findings.warning(
                    FindingId.SLOT_INACTIVE,
                    where,
                    "nobody reads the slot; it keeps " + kept,
                    "start its reader, or, if there is none any more: " + drop);
        }
    }
}
