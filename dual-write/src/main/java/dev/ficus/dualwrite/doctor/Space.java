package dev.ficus.dualwrite.doctor;

import java.sql.SQLException;
import java.util.Locale;

/** How much room the copy needs. Free disk is not visible from SQL, so it can only be said. */
final class Space implements Examination.OfMysql {
    /** Tuples of PostgreSQL have longer heads, the WAL of the copy lies beside it for a while, and indexes are sorted. */
    private static final int FACTOR = 3;

    private static final long MIB = 1L << 20;

    @Override
    public String topic() {
        return "room for the copy";
    }

    @Override
    public void run(Side mysql, Patient patient, Findings findings) throws SQLException {
        long bytes = BinlogRetention.bytes(mysql, patient.names());
        findings.info(
                FindingId.SPACE_NEEDED,
                mysql.where(),
                "the tables have " + text(bytes) + " of rows by MySQL's statistics",
                "have " + text(bytes * FACTOR) + " free on PostgreSQL's disk, WAL included; Ficus cannot see how much"
                        + " is");
    }

    private static String text(long bytes) {
        return bytes < 1024 * MIB
                ? Math.max(1, bytes / MIB) + " MiB"
                : String.format(Locale.ROOT, "%.1f GiB", bytes / 1024.0 / MIB);
    }
}
