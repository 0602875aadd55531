package dev.ficus.dualwrite.backfill;

import dev.ficus.dualwrite.control.BinlogPosition;
import dev.ficus.dualwrite.control.Control;
import java.util.Locale;
import java.util.Optional;

/**
 * The row of {@code ficus.backfill}: how far the backfill of a domain has come.
 *
 * @param sourceServer the identity of the MySQL server whose log the positions belong to
 * @param start where the replay begins, read before the first row was
 * @param copied the end of the log when the last chunk was read; empty while copying
 */
public record BackfillRecord(
        String domain, State state, String sourceServer, BinlogPosition start, Optional<BinlogPosition> copied) {

    /** The stages, in order. */
    public enum State {
        COPYING,
        REPLAYING,
        REBUILDING,
        DONE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The row of a domain, if its backfill ever began. */
    public static Optional<BackfillRecord> read(Control control, String domain) {
        return control.handle()
                .createQuery("SELECT state, source_server, start_position, copied_position FROM ficus.backfill"
                        + " WHERE domain = ?")
                .bind(0, domain)
                .map((row, context) -> new BackfillRecord(
                        domain,
                        State.valueOf(row.getString(1).toUpperCase(Locale.ROOT)),
                        row.getString(2),
                        BinlogPosition.parse(row.getString(3)),
                        Optional.ofNullable(row.getString(4)).map(BinlogPosition::parse)))
                .findOne();
    }

    /** Whether the domain has a copy that was completed. */
    public static boolean done(Control control, String domain) {
        return read(control, domain).map(row -> row.state() == State.DONE).orElse(false);
    }

    static void begin(Control control, String domain, String sourceServer, BinlogPosition start) {
        control.handle()
                .execute(
                        "INSERT INTO ficus.backfill (domain, state, source_server, start_position)"
                                + " VALUES (?, 'copying', ?, ?)",
                        domain,
                        sourceServer,
                        start.text());
    }

    static void copied(Control control, String domain, BinlogPosition end) {
        control.handle()
                .execute(
                        "UPDATE ficus.backfill SET state = 'replaying', copied_position = ? WHERE domain = ?",
                        end.text(),
                        domain);
    }

    static void advance(Control control, String domain, State state) {
        control.handle()
                .execute(
                        "UPDATE ficus.backfill SET state = ?,"
                                + " finished_at = CASE WHEN ? THEN now() END WHERE domain = ?",
                        state.word(),
                        state == State.DONE,
                        domain);
    }

    static void clear(Control control, String domain) {
        control.handle().execute("DELETE FROM ficus.backfill WHERE domain = ?", domain);
    }
}
