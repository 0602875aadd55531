package dev.ficus.dualwrite.doctor;

import java.sql.SQLException;

/** Settings of PostgreSQL that the streams and the copy depend on, as they hold for the user of Ficus. */
final class PostgresSettings implements Examination.OfPostgres {
    private static final long TEN_SECONDS = 10_000;

    @Override
    public String topic() {
        return "settings of PostgreSQL";
    }

    @Override
    public void run(Side postgres, Patient patient, Findings findings) throws SQLException {
        limits(postgres, patient.domains().size(), findings);
        long senderTimeout = number(postgres, "wal_sender_timeout");
        if (senderTimeout > 0 && senderTimeout < TEN_SECONDS) {
            findings.warning(
                    FindingId.WAL_SENDER_TIMEOUT,
                    postgres.where(),
                    "wal_sender_timeout is " + senderTimeout + " ms: a reverse stream that waits for MySQL is cut off",
                    "ALTER SYSTEM SET wal_sender_timeout = '60s'; SELECT pg_reload_conf()");
        }
        sessions(postgres, findings);
        encoding(postgres, findings);
    }

    private static void limits(Side postgres, int domains, Findings findings) throws SQLException {
        long slots = number(postgres, "max_replication_slots");
        long ours = count(postgres, "SELECT count(*) FROM pg_replication_slots WHERE slot_name LIKE 'ficus\\_%'");
        long taken = count(postgres, "SELECT count(*) FROM pg_replication_slots") - ours;
        if (slots - taken < domains) {
            report(
                    slots - taken < 1,
                    findings,
                    FindingId.REPLICATION_SLOTS,
                    postgres,
                    slots - taken + " replication slots are left for " + domains
                            + " domains; each needs one from dual-write on",
                    "ALTER SYSTEM SET max_replication_slots = " + (taken + domains + 2) + ", then restart the server");
        }
        long senders = number(postgres, "max_wal_senders");
        long sending = count(postgres, "SELECT count(*) FROM pg_stat_replication");
        if (senders - sending < domains) {
            report(
                    senders - sending < 1,
                    findings,
                    FindingId.WAL_SENDERS,
                    postgres,
                    senders - sending + " WAL senders are left for " + domains
                            + " domains; each reverse stream needs one",
                    "ALTER SYSTEM SET max_wal_senders = " + (sending + domains + 2) + ", then restart the server");
        }
        long kept = number(postgres, "max_slot_wal_keep_size");
        if (kept >= 0) {
            findings.warning(
                    FindingId.SLOT_WAL_LIMIT,
                    postgres.where(),
                    "a slot loses its WAL once it is " + kept + " MB behind (max_slot_wal_keep_size): the way back is"
                            + " lost if the reverse stream stands still that long",
                    "watch ficus status, or ALTER SYSTEM SET max_slot_wal_keep_size = -1 and watch the disk instead");
        } else {
            findings.info(
                    FindingId.SLOT_WAL_LIMIT,
                    postgres.where(),
                    "a slot keeps WAL without a limit (max_slot_wal_keep_size = -1): a reverse stream that stands still"
                            + " fills the disk",
                    "watch the disk, or set a limit that it can bear");
        }
    }

    private static void sessions(Side postgres, Findings findings) throws SQLException {
        for (String name : new String[] {
            "statement_timeout",
            "idle_in_transaction_session_timeout",
            "transaction_timeout",
            "lock_timeout",
            "idle_session_timeout"
        }) {
            long millis = number(postgres, name);
            if (millis > 0) {
                findings.warning(
                        FindingId.SESSION_TIMEOUT,
                        postgres.where(),
                        name + " is " + millis + " ms for this user: it ends the copy, the building of indexes or a"
                                + " stream in the middle",
                        "ALTER ROLE " + role(postgres) + " SET " + name + " = 0");
            }
        }
        if (postgres.yes("SELECT pg_is_in_recovery()")) {
            findings.blocking(
                    FindingId.READ_ONLY,
                    postgres.where(),
                    "the server is a standby, which takes no writes",
                    "name the primary server in the url of this database in ficus.yaml");
        } else if (postgres.setting("default_transaction_read_only")
                .orElse("off")
                .equals("on")) {
            findings.blocking(
                    FindingId.READ_ONLY,
                    postgres.where(),
                    "default_transaction_read_only is on, so nothing can be written",
                    "ALTER ROLE " + role(postgres) + " SET default_transaction_read_only = off");
        }
    }

    private static void encoding(Side postgres, Findings findings) throws SQLException {
        String encoding = postgres.setting("server_encoding").orElse("");
        if (!encoding.equals("UTF8")) {
            findings.blocking(
                    FindingId.ENCODING,
                    postgres.where(),
                    "the database is encoded in " + encoding + ", which cannot hold every text of MySQL",
                    "make a new one: CREATE DATABASE ... ENCODING 'UTF8' TEMPLATE template0");
        }
        if (!postgres.yes("SELECT EXISTS (SELECT 1 FROM pg_collation WHERE collprovider = 'i')")) {
            findings.warning(
                    FindingId.ICU,
                    postgres.where(),
                    "the server was built without ICU, so unique keys cannot compare text as MySQL's collations do",
                    "use a build with ICU (all common packages have it)");
        }
    }

    private static void report(
            boolean blocks, Findings findings, FindingId id, Side postgres, String what, String fix) {
        if (blocks) {
            findings.blocking(id, postgres.where(), what, fix);
        } else {
            findings.warning(id, postgres.where(), what, fix);
        }
    }

    private static String role(Side postgres) throws SQLException {
        return dev.ficus.dualwrite.table.Quoted.postgres(
                postgres.value("SELECT current_user").orElse(""));
    }

    private static long number(Side postgres, String setting) throws SQLException {
        return postgres.setting(setting).map(Long::parseLong).orElse(0L);
    }

    private static long count(Side postgres, String sql) throws SQLException {
        return postgres.value(sql).map(Long::parseLong).orElse(0L);
    }
}
