package dev.ficus.dualwrite.doctor;

import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;

/** Settings of MySQL that change what is read, what the application writes, or how large a row may be. */
final class MysqlSettings implements Examination.OfMysql {
    private static final long PACKET = 64L << 20;
    private static final Map<String, String> TRAPS = Map.of(
            "PAD_CHAR_TO_FULL_LENGTH", "pads what the application reads of CHAR; PostgreSQL gets the text without it",
            "ALLOW_INVALID_DATES", "lets dates such as 2024-02-31 in, which PostgreSQL does not have",
            "NO_BACKSLASH_ESCAPES", "reads a backslash in text as PostgreSQL does, other sessions may not");

    @Override
    public String topic() {
        return "settings of MySQL";
    }

    @Override
    public void run(Side mysql, Patient patient, Findings findings) throws SQLException {
        long packet = mysql.number("max_allowed_packet");
        if (packet < PACKET) {
            findings.warning(
                    FindingId.MAX_ALLOWED_PACKET,
                    mysql.where(),
                    "max_allowed_packet is " + packet / 1024 + " KiB: a row of the reverse stream that is larger as a"
                            + " statement is refused",
                    "SET GLOBAL max_allowed_packet = " + PACKET + ", and in the configuration");
        }
        sqlMode(mysql, findings);
        if (!mysql.variable("lower_case_table_names").orElse("0").equals("0")) {
            findings.info(
                    FindingId.TABLE_NAME_CASE,
                    mysql.where(),
                    "the server compares table names without case (lower_case_table_names); PostgreSQL compares the"
                            + " quoted name",
                    "write the names in ficus.yaml as the server stores them, and in the application as PostgreSQL has"
                            + " them");
        }
        timeZone(mysql, findings);
    }

    private static void sqlMode(Side mysql, Findings findings) throws SQLException {
        String mode = mysql.variable("sql_mode").orElse("");
        for (String word : mode.split(",")) {
            if (TRAPS.containsKey(word)) {
                findings.warning(
                        FindingId.SQL_MODE,
                        mysql.where(),
                        "sql_mode has " + word + ", which " + TRAPS.get(word),
                        "take it out of sql_mode where the application can do without it; Ficus's own sessions do not"
                                + " have it");
            }
        }
        if (!mode.contains("STRICT_")) {
            findings.warning(
                    FindingId.SQL_MODE,
                    mysql.where(),
                    "sql_mode is not strict, so the server cuts and replaces values that do not fit; PostgreSQL refuses"
                            + " them, and so does the reverse stream",
                    "SET GLOBAL sql_mode = concat(@@GLOBAL.sql_mode, ',STRICT_ALL_TABLES'), once the application is"
                            + " ready");
        }
        if (!mode.contains("NO_ZERO_DATE")) {
            findings.info(
                    FindingId.SQL_MODE,
                    mysql.where(),
                    "sql_mode lets zero dates in: one that is written after the scan stops the stream, unless a choice"
                            + " is made for it",
                    "choose what stands for them before they come: strangler.convert.types.datetime: { zero-date: null"
                            + " }");
        }
    }

    /** A session of Ficus is in UTC; one of the application is in the server's zone unless it says otherwise. */
    private static void timeZone(Side mysql, Findings findings) throws SQLException {
        String zone = mysql.value("SELECT @@GLOBAL.time_zone").orElse("");
        String system = mysql.value("SELECT @@GLOBAL.system_time_zone").orElse("");
        String effective = zone.toUpperCase(Locale.ROOT).equals("SYSTEM") ? system : zone;
        boolean utc = effective.matches("(?i)utc|gmt|[+-]00:00|etc/utc|universal|zulu") || isZero(mysql, zone);
        if (!utc) {
            findings.warning(
                    FindingId.MYSQL_TIME_ZONE,
                    mysql.where(),
                    "sessions are in time zone " + effective
                            + " unless they say otherwise; timestamp columns are copied"
                            + " as instants, datetime columns as the wall clock that is written in them",
                    "tell the application's PostgreSQL sessions the same zone: ALTER ROLE ... SET timezone = '...'");
        }
    }

    private static boolean isZero(Side mysql, String zone) throws SQLException {
        return !zone.equalsIgnoreCase("SYSTEM")
                && mysql.value(
                                "SELECT timediff(convert_tz('2024-01-01 00:00:00', ?, '+00:00'), '2024-01-01 00:00:00')"
                                        + " = 0 AND timediff(convert_tz('2024-07-01 00:00:00', ?, '+00:00'),"
                                        + " '2024-07-01 00:00:00') = 0",
                                zone,
                                zone)
                        .filter("1"::equals)
                        .isPresent();
    }
}
