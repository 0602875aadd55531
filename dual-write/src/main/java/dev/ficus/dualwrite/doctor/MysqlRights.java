package dev.ficus.dualwrite.doctor;

import dev.ficus.dualwrite.table.Quoted;
import java.sql.SQLException;
import java.util.List;

/** The rights of the user on MySQL, with the GRANT of each that is missing. {@code docs/reference/rights.md} has them all. */
final class MysqlRights implements Examination.OfMysql {
    private static final List<String> ON_TABLES = List.of("SELECT", "INSERT", "UPDATE", "DELETE", "TRIGGER");
    private static final List<String> ON_CONTROL =
            List.of("SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "ALTER", "DROP", "INDEX", "REFERENCES");

    @Override
    public String topic() {
        return "rights on MySQL";
    }

    @Override
    public void run(Side mysql, Patient patient, Findings findings) throws SQLException {
        MysqlGrants grants = MysqlGrants.of(mysql);
        tables(mysql, grants, patient.names(), findings);
        String control = missing(grants, ON_CONTROL, "ficus", null);
        if (!control.isEmpty()) {
            missing(
                    mysql,
                    findings,
                    control + " in the control schema",
                    "GRANT " + control + " ON `ficus`.* TO " + grants.user());
        }
        replication(mysql, grants, findings);
        if (!grants.global("PROCESS")) {
            findings.warning(
                    FindingId.MYSQL_RIGHT,
                    mysql.where(),
                    "user " + grants.user() + " lacks PROCESS, so the transactions that hold up a fence have no name",
                    "GRANT PROCESS ON *.* TO " + grants.user());
        }
        triggers(mysql, grants, findings);
    }

    private static void tables(Side mysql, MysqlGrants grants, List<String> tables, Findings findings)
            throws SQLException {
        String database = mysql.database();
        if (missing(grants, ON_TABLES, database, null).isEmpty()) {
            return;
        }
        long bare = tables.stream()
                .filter(table ->
                        missing(grants, ON_TABLES, database, table).equals(missing(grants, ON_TABLES, database, null)))
                .count();
        if (bare == tables.size()) {
            String rights = missing(grants, ON_TABLES, database, null);
            missing(
                    mysql,
                    findings,
                    rights + " in database " + database,
                    "GRANT " + rights + " ON " + Quoted.mysql(database.replace("_", "\\_")) + ".* TO " + grants.user());
            return;
        }
        for (String table : tables) {
            String rights = missing(grants, ON_TABLES, database, table);
            if (!rights.isEmpty()) {
                missing(
                        mysql,
                        findings,
                        rights + " on table " + table,
                        "GRANT " + rights + " ON " + Quoted.mysql(database) + "." + Quoted.mysql(table) + " TO "
                                + grants.user());
            }
        }
    }

    /** MariaDB calls REPLICATION CLIENT by the name BINLOG MONITOR since 10.5; it takes both. */
    private static void replication(Side mysql, MysqlGrants grants, Findings findings) {
        boolean slave = grants.global("REPLICATION SLAVE") || grants.global("REPLICATION REPLICA");
        boolean client = grants.global("REPLICATION CLIENT") || grants.global("BINLOG MONITOR");
        if (!slave || !client) {
            String rights = String.join(
                    ", ",
                    slave
                            ? List.of("REPLICATION CLIENT")
                            : client
                                    ? List.of("REPLICATION SLAVE")
                                    : List.of("REPLICATION SLAVE", "REPLICATION CLIENT"));
            missing(
                    mysql,
                    findings,
                    rights + ", to read the binlog",
                    "GRANT " + rights + " ON *.* TO " + grants.user());
        }
    }

    /** Manual, "Stored Program Binary Logging". */
    private static void triggers(Side mysql, MysqlGrants grants, Findings findings) throws SQLException {
        boolean logs = mysql.variable("log_bin").orElse("").equals("ON");
        boolean trusted =
                mysql.variable("log_bin_trust_function_creators").orElse("ON").equals("ON");
        if (logs && !trusted && !grants.global("SUPER")) {
            missing(
                    mysql,
                    findings,
                    "SUPER, without which a server with a binlog lets nobody create the triggers of the fence",
                    "SET GLOBAL log_bin_trust_function_creators = 1, or: GRANT SUPER ON *.* TO " + grants.user());
        }
    }

    private static void missing(Side mysql, Findings findings, String what, String fix) {
        findings.blocking(FindingId.MYSQL_RIGHT, mysql.where(), "the user lacks " + what, fix);
    }

    private static String missing(
            MysqlGrants grants, List<String> rights, String database, @org.jspecify.annotations.Nullable String table) {
        return String.join(
                ", ",
                rights.stream()
                        .filter(right -> !grants.has(right, database, table))
                        .toList());
    }
}
