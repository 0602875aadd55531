package dev.ficus.dualwrite.stream;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * For how long MySQL or MariaDB keeps a file of its binlog after the last change in it. What a hosted service purges by rules of
 * its own is not seen here.
 */
public final class BinlogExpiry {
    private static final String SECONDS = "binlog_expire_logs_seconds";
    private static final String DAYS = "expire_logs_days";
    /** Since MySQL 8.0.29; OFF keeps every file. */
    private static final String AUTOMATIC = "binlog_expire_logs_auto_purge";

    private static final double SECONDS_OF_DAY = 86_400;

    private BinlogExpiry() {}

    /** Empty where it keeps them for ever. */
    public static Optional<Duration> of(Connection mysql) throws SQLException {
        return of(MysqlPosition.variables(mysql, SECONDS, DAYS, AUTOMATIC));
    }

    /** @param variables those that the server has, by their names */
    static Optional<Duration> of(Map<String, String> variables) {
        if (variables.getOrDefault(AUTOMATIC, "ON").equals("OFF")) {
            return Optional.empty();
        }
        long seconds = Long.parseLong(variables.getOrDefault(SECONDS, "0"));
        if (seconds == 0) {
            seconds = Math.round(Double.parseDouble(variables.getOrDefault(DAYS, "0")) * SECONDS_OF_DAY);
        }
        return seconds == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
    }
}
