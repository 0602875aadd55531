package dev.ficus.dualwrite.doctor;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Transactions that have been open for long: a fence waits for them, and a slot cannot be created before they end. */
final class LongTransactions {
    private static final String FIX = "find out what it is; a cutover waits for it, or gives up";

    private LongTransactions() {}

    /** Longer than a minute on MySQL. */
    static final class OfMysql implements Examination.OfMysql {
        private static final String OPEN = """
                SELECT trx_mysql_thread_id, timestampdiff(SECOND, trx_started, now()) FROM information_schema.innodb_trx
                WHERE trx_started < now() - INTERVAL 60 SECOND ORDER BY trx_started LIMIT 5""";

        @Override
        public String topic() {
            return "long transactions on MySQL";
        }

        @Override
        public void run(Side mysql, Patient patient, Findings findings) throws SQLException {
            for (List<@Nullable String> row : mysql.rows(OPEN)) {
                findings.warning(
                        FindingId.LONG_TRANSACTION,
                        mysql.where("connection " + row.get(0)),
                        "a transaction has been open for " + row.get(1) + " s",
                        FIX + ", or: KILL " + row.get(0));
            }
        }
    }

    /** Longer than a minute on PostgreSQL, prepared ones too. */
    static final class OfPostgres implements Examination.OfPostgres {
        private static final String OPEN = """
                SELECT pid, usename, extract(epoch FROM now() - xact_start)::bigint FROM pg_stat_activity
                WHERE xact_start < now() - interval '60 seconds' AND pid <> pg_backend_pid()
                  AND backend_type = 'client backend' ORDER BY xact_start LIMIT 5""";
        private static final String PREPARED = "SELECT gid FROM pg_prepared_xacts ORDER BY prepared LIMIT 5";

        @Override
        public String topic() {
            return "long transactions on PostgreSQL";
        }

        @Override
        public void run(Side postgres, Patient patient, Findings findings) throws SQLException {
            for (List<@Nullable String> row : postgres.rows(OPEN)) {
                findings.warning(
                        FindingId.LONG_TRANSACTION,
                        postgres.where("process " + row.get(0)),
                        "a transaction of user " + row.get(1) + " has been open for " + row.get(2) + " s",
                        FIX + ", or: SELECT pg_terminate_backend(" + row.get(0) + ")");
            }
            for (List<@Nullable String> row : postgres.rows(PREPARED)) {
                findings.warning(
                        FindingId.LONG_TRANSACTION,
                        postgres.where("prepared transaction " + row.get(0)),
                        "a prepared transaction is neither committed nor rolled back",
                        FIX + ", or: ROLLBACK PREPARED '" + row.get(0) + "'");
            }
        }
    }
}
