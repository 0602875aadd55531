package dev.ficus.dualwrite.doctor;

import dev.ficus.dualwrite.stream.BinlogExpiry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Whether the binlog is kept for longer than the copy takes. The log is read from before the first row on, so a file that
 * is purged during the copy loses it. The copy is assumed to do {@link #BYTES_PER_SECOND} of what MySQL's statistics call
 * {@code data_length}: an assumption, on the careful side for a live server that has other work.
 */
final class BinlogRetention implements Examination.OfMysql {
    /** 10 MiB. */
    static final long BYTES_PER_SECOND = 10L << 20;

    private static final int MARGIN = 3;
    private static final long DAY = 86_400;

    @Override
    public String topic() {
        return "retention of the binlog";
    }

    @Override
    public void run(Side mysql, Patient patient, Findings findings) throws SQLException {
        if (!mysql.variable("log_bin").orElse("").equals("ON")) {
            return;
        }
        Optional<Duration> kept = BinlogExpiry.of(mysql.connection());
        if (kept.isPresent()) {
            long copy = Math.max(1, bytes(mysql, patient.names()) / BYTES_PER_SECOND);
            compare(mysql, kept.get().toSeconds(), copy, findings);
        }
    }

    private static void compare(Side mysql, long kept, long copy, Findings findings) {
        String what = "the binlog is kept for " + text(kept) + "; the copy of these tables may take " + text(copy)
                + ", and a stream that stands still needs its place in it too";
        long wanted = Math.max(DAY * 2, copy * MARGIN);
        String fix = "SET GLOBAL binlog_expire_logs_seconds = " + wanted;
        if (kept < copy) {
            findings.blocking(FindingId.BINLOG_RETENTION, mysql.where(), what, fix);
        } else if (kept < DAY || kept < copy * MARGIN) {
            findings.warning(FindingId.BINLOG_RETENTION, mysql.where(), what, fix);
        }
    }

    /** By the statistics, of these tables of the database. */
    static long bytes(Side mysql, List<String> tables) throws SQLException {
        long bytes = 0;
        for (String table : tables) {
            bytes += mysql.value(
                            "SELECT data_length FROM information_schema.tables"
                                    + " WHERE table_schema = database() AND table_name = ?",
                            table)
                    .map(Long::parseLong)
                    .orElse(0L);
        }
        return bytes;
    }

    private static String text(long seconds) {
        Duration time = Duration.ofSeconds(seconds);
        if (seconds < 120) {
            return seconds + " s";
        }
        return seconds < 2 * 3600 ? time.toMinutes() + " min" : time.toHours() + " h";
    }
}
