package dev.ficus.dualwrite.stream;

import dev.ficus.dualwrite.stream.Retention.Risk;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long PostgreSQL still keeps the log that a slot holds back: by size ({@code max_slot_wal_keep_size}), and since version 18 by
 * the time that nobody reads the slot ({@code idle_replication_slot_timeout}). It acts at its checkpoints, not at once.
 *
 * @param state {@code wal_status}
 * @param reason why the slot was invalidated; empty where it was not, and before PostgreSQL 17
 * @param held bytes of log since the place that the slot begins to read at
 * @param safe bytes that may be written before the slot is given up; null where no limit is set
 * @param limit {@code max_slot_wal_keep_size} in MiB
 * @param idle seconds that nobody has read the slot; null while somebody does, and before PostgreSQL 17
 * @param timeout seconds after which a slot that nobody reads is given up; 0 for never
 */
record PostgresRetention(
        String slot,
        String domain,
        String state,
        String reason,
        long held,
        @Nullable Long safe,
        long limit,
        @Nullable Long idle,
        long timeout) {
    private static final String SQL = "SELECT s.wal_status, coalesce(to_jsonb(s) ->> 'invalidation_reason', ''),"
            + " coalesce(pg_wal_lsn_diff(CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn()"
            + " ELSE pg_current_wal_lsn() END, s.restart_lsn), 0)::bigint, s.safe_wal_size,"
            + " (SELECT setting::bigint FROM pg_settings WHERE name = 'max_slot_wal_keep_size'),"
            + " extract(epoch FROM now() - (to_jsonb(s) ->> 'inactive_since')::timestamptz)::bigint,"
            + " coalesce(extract(epoch FROM current_setting('idle_replication_slot_timeout', true)::interval), 0)::bigint"
            + " FROM pg_replication_slots s WHERE s.slot_name = ?";

    /** @param connection to any database of the slot's server */
    static Retention of(Connection connection, String slot, String domain) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SQL)) {
            statement.setString(1, slot);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return lost(slot, domain, "has no such slot any more");
                }
                return new PostgresRetention(
                                slot,
                                domain,
                                String.valueOf(row.getString(1)),
                                row.getString(2),
                                row.getLong(3),
                                row.getObject(4, Long.class),
                                row.getLong(5),
                                row.getObject(6, Long.class),
                                row.getLong(7))
                        .retention();
            }
        }
    }

    Retention retention() {
        if (state.equals("lost") || !reason.isEmpty()) {
            return lost(slot, domain, "has invalidated it" + SlotCheck.reason(reason));
        }
        List<Risk> risks = new ArrayList<>();
        risks.add(ofSize());
        if (idle != null && timeout > 0) {
            risks.add(ofTime(Duration.ofSeconds(idle), Duration.ofSeconds(timeout)));
        }
        return new Retention(risks);
    }

    private Risk ofSize() {
        String holds =
                "the reverse stream's slot " + slot + " holds back " + Retention.text(held) + " of PostgreSQL's log";
        if (safe == null) {
            String text = holds + ", and nothing limits that but the disk (max_slot_wal_keep_size = -1): " + goOn()
                    + ". A limit would give up the slot in place of the disk, and the way back with it";
            return Risk.unlimited("disk", held, text);
        }
        String longer = goOn() + ", or raise the limit: ALTER SYSTEM SET max_slot_wal_keep_size = '" + 2 * limit
                + "MB', then SELECT pg_reload_conf()";
        if (state.equals("unreserved") || safe <= 0) {
            return Risk.imminent(
                    "unreserved",
                    holds + ", more than max_slot_wal_keep_size, and PostgreSQL gives it up at its next checkpoint: "
                            + longer);
        }
        return Risk.limited(
                "size",
                held / (double) (held + safe),
                holds + ", and PostgreSQL gives it up after " + Retention.text(safe)
                        + " more (max_slot_wal_keep_size): " + longer);
    }

    private Risk ofTime(Duration unread, Duration allowed) {
        Duration left = allowed.minus(unread);
        String when = left.isNegative() || left.isZero() ? "at its next checkpoint" : "in " + Retention.text(left);
        return Risk.limited(
                "idle",
                unread.toMillis() / (double) allowed.toMillis(),
                "nobody has read the reverse stream's slot " + slot + " for " + Retention.text(unread)
                        + ", and PostgreSQL gives it up " + when + " (idle_replication_slot_timeout): " + goOn()
                        + ", or raise the limit: ALTER SYSTEM SET idle_replication_slot_timeout = '"
                        + 2 * allowed.toSeconds() + "s', then SELECT pg_reload_conf()");
    }

    private String goOn() {
        return "let the stream go on (ficus sync says what it waits for; a transaction that is open for"
                + " long holds the log back too), end the way back with ficus cutover finish " + domain;
    }

    private static Retention lost(String slot, String domain, String what) {
        return Retention.lost(
                "the reverse stream's slot " + slot + " is lost, and the log that MySQL has not seen with it:"
                        + " PostgreSQL " + what
                        + ". MySQL cannot follow any more: give up the way back with: ficus cutover finish "
                        + domain);
    }
}
