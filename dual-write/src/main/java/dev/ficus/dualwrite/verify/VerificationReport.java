package dev.ficus.dualwrite.verify;

import dev.ficus.dualwrite.control.Owner;
import dev.ficus.dualwrite.control.Phase;
import java.time.Duration;
import java.util.List;

/**
 * What a verification found. Nothing is left out: a table or column that cannot be compared is refused before.
 *
 * @param phase of the domain while it ran
 * @param epoch likewise
 * @param owner the side whose rows count as right
 * @param tables in the order of {@code ficus.yaml}
 * @param took from the first to the last row
 */
public record VerificationReport(
        String domain, Phase phase, long epoch, Owner owner, List<TableReport> tables, Duration took) {
    public VerificationReport {
        tables = List.copyOf(tables);
    }

    /** Rows compared, over all tables. */
    public long rows() {
        return tables.stream().mapToLong(TableReport::rows).sum();
    }

    /** Rows that differ, over all tables. */
    public long differences() {
        return tables.stream().mapToLong(TableReport::differences).sum();
    }

    /** Rows that changed faster than they could be compared, over all tables. */
    public long unsettled() {
        return tables.stream().mapToLong(TableReport::unsettled).sum();
    }

    /** True where every row was compared and is equal. */
    public boolean clean() {
        return differences() == 0 && unsettled() == 0;
    }
}
