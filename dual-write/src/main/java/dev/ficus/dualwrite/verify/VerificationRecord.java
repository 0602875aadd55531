package dev.ficus.dualwrite.verify;

import dev.ficus.dualwrite.control.Control;
import java.time.Duration;
import java.util.Optional;

/**
 * A finished verification as the control schema remembers it.
 *
 * @param epoch of the domain when it ran
 * @param age since it ended, by PostgreSQL's clock
 */
public record VerificationRecord(long epoch, Duration age, long rows, long differences, long unsettled) {

    /** The newest one of a domain. */
    public static Optional<VerificationRecord> last(Control control, String domain) {
        return control.handle()
                .createQuery("SELECT epoch, extract(epoch FROM clock_timestamp() - finished_at) * 1000, row_count,"
                        + " differences, unsettled FROM ficus.verification WHERE domain = ? ORDER BY id DESC LIMIT 1")
                .bind(0, domain)
                .map((row, context) -> new VerificationRecord(
                        row.getLong(1),
                        Duration.ofMillis((long) row.getDouble(2)),
                        row.getLong(3),
                        row.getLong(4),
                        row.getLong(5)))
                .findOne();
    }

    /** True where every row was equal. */
    public boolean clean() {
        return differences == 0 && unsettled == 0;
    }

    /** Records a report that ends now. */
    static void write(Control control, VerificationReport report) {
        control.handle()
                .execute(
                        "INSERT INTO ficus.verification"
                                + " (domain, epoch, started_at, finished_at, row_count, differences, unsettled)"
                                + " VALUES (?, ?, now() - make_interval(secs => ?), now(), ?, ?, ?)",
                        report.domain(),
                        report.epoch(),
                        report.took().toMillis() / 1000.0,
                        report.rows(),
                        report.differences(),
                        report.unsettled());
    }
}
