package dev.ficus.dualwrite.stream;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.Problem;
import dev.ficus.dualwrite.control.LogSequenceNumber;
import dev.ficus.dualwrite.table.Quoted;
import dev.ficus.dualwrite.table.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether a slot still has everything from a checkpoint on, looked at before it is started. PostgreSQL itself would start
 * a slot that is ahead of the position asked for, and one of a server that is behind it, without a word, and leave
 * changes out ("Streaming Replication Protocol", START_REPLICATION). So a slot that was made anew, a server that was
 * restored or replaced, and a publication that no longer sends a table are refused here. Immutable.
 */
final class SlotCheck {
    /** {@code invalidation_reason} came with PostgreSQL 17. */
    private static final String STATE =
            "SELECT s.wal_status, coalesce(to_jsonb(s) ->> 'invalidation_reason', ''), s.confirmed_flush_lsn,"
                    + " s.database = current_database(), s.plugin,"
                    + " CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_insert_lsn() END"
                    + " FROM pg_replication_slots s WHERE s.slot_name = ?";

    /** Row filters and column lists came with PostgreSQL 15. */
    private static final String PUBLISHED =
            "SELECT coalesce(p.pubinsert AND p.pubupdate AND p.pubdelete AND p.pubtruncate AND p.pubviaroot, false),"
                    + " r.prrelid IS NOT NULL AND to_jsonb(r) ->> 'prqual' IS NULL AND to_jsonb(r) ->> 'prattrs' IS NULL,"
                    + " c.relreplident IN ('d', 'f')"
                    + " FROM (SELECT to_regclass(?) AS id, ? AS publication) t JOIN pg_class c ON c.oid = t.id"
                    + " LEFT JOIN pg_publication p ON p.pubname = t.publication"
                    + " LEFT JOIN pg_publication_rel r ON r.prrelid = c.oid AND r.prpubid = p.oid";

    private final String domain;
    private final String slot;
    private final List<Table> tables;

    SlotCheck(String domain, String slot, List<Table> tables) {
        this.domain = domain;
        this.slot = slot;
        this.tables = List.copyOf(tables);
    }

    /**
     * @param connection to the slot's database
     * @throws FicusException STREAM_POSITION_LOST where changes behind the start are missing or may be
     */
    void refuseUnlessWhole(Connection connection, LogSequenceNumber start) throws SQLException {
        refuseUnlessKept(connection, start);
        List<String> published = new ArrayList<>(List.of("ficus.checkpoint", "ficus.beat"));
        tables.forEach(table -> published.add(table.postgresName()));
        List<Problem> problems = new ArrayList<>();
        for (String table : published) {
            unsent(connection, table).ifPresent(problems::add);
        }
        if (!problems.isEmpty()) {
            throw new FicusException(problems, null);
        }
        PublicationState.refuseIfChanged(connection, domain);
    }

    private void refuseUnlessKept(Connection connection, LogSequenceNumber start) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(STATE)) {
            statement.setString(1, slot);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    throw lost(
                            "it has no replication slot of this name: the slot was dropped, or this is another"
                                    + " server than before",
                            start);
                }
                if ("lost".equals(row.getString(1)) || !row.getString(2).isEmpty()) {
                    throw lost("it has invalidated the replication slot" + reason(row.getString(2)), start);
                }
                if (!row.getBoolean(4) || !"pgoutput".equals(row.getString(5))) {
                    throw lost("the replication slot of this name is not that of Ficus", start);
                }
                refuseUnlessBetween(row.getString(3), start, row.getString(6));
            }
        }
    }

    private void refuseUnlessBetween(String confirmed, LogSequenceNumber start, String end) {
        if (LogSequenceNumber.parse(confirmed).compareTo(start) > 0) {
            throw lost(
                    "the replication slot begins at " + confirmed
                            + ", behind the checkpoint: it was made anew, or MySQL was restored to an earlier state",
                    start);
        }
        if (LogSequenceNumber.parse(end).compareTo(start) < 0) {
            throw lost(
                    "its log ends at " + end + ", before the checkpoint: it was restored to an earlier state, or"
                            + " another server has taken its place",
                    start);
        }
    }

    /** What of a table's changes does not come. A table that is gone is left to the catalog's check. */
    private Optional<Problem> unsent(Connection connection, String table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(PUBLISHED)) {
            statement.setString(1, table);
            statement.setString(2, ReverseSlot.publication(domain));
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                if (!row.getBoolean(1)) {
                    return Optional.of(unsent("the publication was dropped or changed", "make it again as it was"));
                }
                if (!row.getBoolean(2)) {
                    return Optional.of(unsent(
                            "the publication does not send all of table " + table, "put the whole table back into it"));
                }
                String fix = "ALTER TABLE " + table + " REPLICA IDENTITY DEFAULT";
                return row.getBoolean(3)
                        ? Optional.empty()
                        : Optional.of(unsent("table " + table + " does not send its primary key", fix));
            }
        }
    }

    private Problem unsent(String what, String fix) {
        return new Problem(
                ErrorCode.STREAM_POSITION_LOST,
                what + ", so changes may be missing in MySQL",
                "PostgreSQL, publication " + Quoted.postgres(ReverseSlot.publication(domain)),
                fix + "; then look with: ficus verify " + domain + "; what was missed does not come again");
    }

    private FicusException lost(String what, LogSequenceNumber start) {
        return new FicusException(
                ErrorCode.STREAM_POSITION_LOST,
                "the server no longer has the log that MySQL has not seen: " + what,
                "PostgreSQL, slot " + slot + " at " + start.text(),
                "MySQL cannot follow any more: give up the way back with: ficus cutover finish " + domain);
    }

    /** In brackets, why a slot was invalidated: {@code invalidation_reason}, empty before PostgreSQL 17. */
    static String reason(String word) {
        return switch (word) {
            case "" -> " (max_slot_wal_keep_size was too small for how long nobody read it)";
            case "wal_removed" -> " (wal_removed: max_slot_wal_keep_size was too small for how long nobody read it)";
            case "idle_timeout" -> " (idle_timeout: nobody read it for idle_replication_slot_timeout)";
            default -> " (" + word + ")";
        };
    }
}
