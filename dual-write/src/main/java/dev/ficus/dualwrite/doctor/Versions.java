package dev.ficus.dualwrite.doctor;

import java.sql.SQLException;

/** Whether the servers are of versions that Ficus is tested with. */
final class Versions {
    private static final int MARIADB = 1006;
    private static final int MYSQL = 800;
    private static final int POSTGRES = 14;

    private Versions() {}

    /** MySQL 8.0, MariaDB 10.6. */
    static final class OfMysql implements Examination.OfMysql {
        @Override
        public String topic() {
            return "version of MySQL";
        }

        @Override
        public void run(Side mysql, Patient patient, Findings findings) throws SQLException {
            String text = mysql.value("SELECT version()").orElse("");
            String[] parts = text.split("[.-]");
            int version = Integer.parseInt(parts[0]) * 100 + Integer.parseInt(parts[1]);
            boolean mariadb = mysql.mariadb();
            if (version < (mariadb ? MARIADB : MYSQL)) {
                findings.blocking(
                        FindingId.MYSQL_VERSION,
                        mysql.where(),
                        "the server is " + (mariadb ? "MariaDB " : "MySQL ") + text
                                + ", older than what Ficus is made for",
                        "upgrade it to MySQL 8.0, or MariaDB 10.6, or later");
            }
        }
    }

    /** PostgreSQL 14. */
    static final class OfPostgres implements Examination.OfPostgres {
        @Override
        public String topic() {
            return "version of PostgreSQL";
        }

        @Override
        public void run(Side postgres, Patient patient, Findings findings) throws SQLException {
            int version =
                    Integer.parseInt(postgres.setting("server_version_num").orElse("0")) / 10_000;
            if (version < POSTGRES) {
                findings.blocking(
                        FindingId.POSTGRES_VERSION,
                        postgres.where(),
                        "the server is PostgreSQL " + version + ", older than what Ficus is made for",
                        "upgrade it to PostgreSQL 14 or later");
            } else if (version == POSTGRES) {
                findings.warning(
                        FindingId.POSTGRES_VERSION,
                        postgres.where(),
                        "PostgreSQL 14 lets only a superuser set session_replication_role, which the streams need",
                        "use PostgreSQL 15 or later, or give Ficus a superuser");
            }
        }
    }
}
