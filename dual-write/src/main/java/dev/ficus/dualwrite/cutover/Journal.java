package dev.ficus.dualwrite.cutover;

import dev.ficus.dualwrite.control.Control;
import dev.ficus.dualwrite.control.DomainState;
import dev.ficus.dualwrite.control.Phase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** The tables {@code ficus.journal} and {@code ficus.journal_step}. */
final class Journal {
    private static final String READ = "SELECT id, domain, from_phase, to_phase, epoch, state, started_at, ended_at,"
            + " pause_ms FROM ficus.journal ";

    private final Control control;
    private final long id;
    private int steps;

    private Journal(Control control, long id) {
        this.control = control;
        this.id = id;
    }

    /** Begins an entry. Only one of a domain can be unfinished. */
    static Journal open(Control control, DomainState state, Phase to) {
        long id = control.handle()
                .createUpdate("INSERT INTO ficus.journal (domain, from_phase, to_phase, epoch, state)"
                        + " VALUES (:domain, :from, :to, :epoch, 'open')")
                .bind("domain", state.name())
                .bind("from", state.phase().word())
                .bind("to", to.word())
                .bind("epoch", state.epoch())
                .executeAndReturnGeneratedKeys("id")
                .mapTo(Long.class)
                .one();
        return new Journal(control, id);
    }

    long id() {
        return id;
    }

    /** Writes a step down. */
    void step(String name, String detail) {
        step(control, name, detail);
    }

    /** Writes the point of no return down, inside the caller's transaction. */
    void commit(Control transaction, String detail) {
        transaction.handle().execute("UPDATE ficus.journal SET state = 'committed' WHERE id = ?", id);
        step(transaction, CutoverRun.COMMITTED, detail);
    }

    private void step(Control on, String name, String detail) {
        on.handle()
                .execute(
                        "INSERT INTO ficus.journal_step (journal, number, step, detail) VALUES (?, ?, ?, ?)",
                        id,
                        ++steps,
                        name,
                        detail);
    }

    /** Ends an entry; without a pause where nobody measured it. */
    static void finish(Control control, long id, OptionalLong pauseMillis) {
        control.handle()
                .createUpdate("UPDATE ficus.journal SET state = 'finished', ended_at = now(), pause_ms = :pause"
                        + " WHERE id = :id")
                .bind("pause", pauseMillis.isPresent() ? (Long) pauseMillis.getAsLong() : null)
                .bind("id", id)
                .execute();
    }

    static void undone(Control control, long id) {
        control.handle().execute("UPDATE ficus.journal SET state = 'undone', ended_at = now() WHERE id = ?", id);
    }

    /**
     * The entry that is neither finished nor undone. Waits for a transaction that is about to commit it, such as one
     * whose process has died: the server may be busy with it still.
     */
    static Optional<JournalEntry> unfinished(Control control, String domain) {
        return control.handle()
                .createQuery(READ + "WHERE domain = ? AND state IN ('open', 'committed') FOR UPDATE")
                .bind(0, domain)
                .map((row, context) -> entry(row))
                .findOne();
    }

    static Optional<JournalEntry> last(Control control, String domain) {
        return control.handle()
                .createQuery(READ + "WHERE domain = ? ORDER BY id DESC LIMIT 1")
                .bind(0, domain)
                .map((row, context) -> entry(row))
                .findOne();
    }

    private static JournalEntry entry(ResultSet row) throws SQLException {
        long pause = row.getLong(9);
        OptionalLong pauseMillis = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(pause);
        return new JournalEntry(
                row.getLong(1),
                row.getString(2),
                Phase.of(row.getString(3)),
                Phase.of(row.getString(4)),
                row.getLong(5),
                JournalEntry.State.valueOf(row.getString(6).toUpperCase(Locale.ROOT)),
                row.getTimestamp(7).toInstant(),
                Optional.ofNullable(row.getTimestamp(8)).map(Timestamp::toInstant),
                pauseMillis);
    }
}
