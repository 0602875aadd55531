package dev.ficus.dualwrite.doctor;

import dev.ficus.dualwrite.stream.MysqlPosition;
import java.sql.SQLException;

/** What the source's place among other servers means, and whether a stream could go on at another one. */
final class SourceReplication implements Examination.OfMysql {
    private static final int SYNTAX = 1064;

    @Override
    public String topic() {
        return "replication of the source";
    }

    @Override
    public void run(Side mysql, Patient patient, Findings findings) throws SQLException {
        if (maySee(mysql, findings) && isReplica(mysql)) {
            replica(mysql, findings);
        }
        String gtids = mysql.variable("gtid_mode").orElse("ON");
        if (!gtids.equals("ON")) {
            findings.info(
                    FindingId.GTID_MODE,
                    mysql.where(),
                    "gtid_mode is " + gtids + ", so a failover of the source to a replica ends the forward stream",
                    "set gtid_mode = ON and enforce_gtid_consistency = ON on all servers, step by step as MySQL's manual"
                            + " has it; then docs/runbooks/mysql-failover.md tells how a failover goes");
        }
        boolean semiSync = mysql.variable("rpl_semi_sync_source_enabled")
                        .orElse("OFF")
                        .equals("ON")
                || mysql.variable("rpl_semi_sync_master_enabled").orElse("OFF").equals("ON");
        if (semiSync) {
            findings.info(
                    FindingId.SEMI_SYNC,
                    mysql.where(),
                    "the source waits for replicas at each commit, so the reverse stream and the fence wait with it",
                    "nothing to do; where cutovers are slow, look at rpl_semi_sync_source_timeout"
                            + " (rpl_semi_sync_master_timeout)");
        }
    }

    /** MySQL takes REPLICATION CLIENT for it, MariaDB a right of its own since 10.5. */
    private static boolean maySee(Side mysql, Findings findings) throws SQLException {
        MysqlGrants grants = MysqlGrants.of(mysql);
        boolean may = !mysql.mariadb()
                || grants.global("SLAVE MONITOR")
                || grants.global("REPLICA MONITOR")
                || grants.global("SUPER");
        if (!may) {
            findings.warning(
                    FindingId.MYSQL_RIGHT,
                    mysql.where(),
                    "user " + grants.user()
                            + " lacks SLAVE MONITOR, so it cannot be seen whether the source is a replica",
                    "GRANT SLAVE MONITOR ON *.* TO " + grants.user());
        }
        return may;
    }

    private static void replica(Side mysql, Findings findings) throws SQLException {
        String updates = mysql.variable("log_replica_updates")
                .orElse(mysql.variable("log_slave_updates").orElse("ON"));
        if (!updates.equals("ON")) {
            findings.blocking(
                    FindingId.SOURCE_IS_REPLICA,
                    mysql.where(),
                    "the server is a replica that does not log what it replicates, so the stream would see none of it",
                    "set log_replica_updates = ON (log_slave_updates on MariaDB) in its configuration and restart it");
            return;
        }
        findings.warning(
                FindingId.SOURCE_IS_REPLICA,
                mysql.where(),
                "the server is a replica itself: its data can be behind, a fence on it does not stop writes to its own"
                        + " source, and rows of the reverse stream stay on it",
                "copy and mirror from it if you like, and point strangler.from at the writable server ("
                        + MysqlPosition.server(mysql.connection()) + " is this one) before dual-write");
    }

    /** SHOW REPLICA STATUS is since MySQL 8.0.22, and MariaDB 10.5.1. */
    private static boolean isReplica(Side mysql) throws SQLException {
        try {
            return !mysql.rows("SHOW REPLICA STATUS").isEmpty();
        } catch (SQLException e) {
            if (e.getErrorCode() != SYNTAX) {
                throw e;
            }
            return !mysql.rows("SHOW SLAVE STATUS").isEmpty();
        }
    }
}
