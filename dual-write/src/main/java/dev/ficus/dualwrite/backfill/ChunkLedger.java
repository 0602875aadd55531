package dev.ficus.dualwrite.backfill;

import dev.ficus.dualwrite.backfill.BackfillReport.CopiedTable;
import dev.ficus.dualwrite.control.Control;
import java.sql.Array;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The tables {@code ficus.chunk} and {@code ficus.frontier}. A chunk is recorded in the transaction that moves its table's
 * frontier over it; it is taken by locking its row, and marked done in the transaction that wrote its rows: a worker that
 * dies gives it back, and no chunk is copied twice. No statement that is made for each chunk looks at those that are
 * done. Used by one thread, on its connection.
 */
final class ChunkLedger {
    private static final String OPEN = " FROM ficus.frontier WHERE domain = ? AND ended_at IS NULL";

    private final Handle handle;
    private final String domain;

    ChunkLedger(Control control, String domain) {
        this.handle = control.handle();
        this.domain = domain;
    }

    /** Begins the plan of a table, unless it was begun; one that an earlier release cut whole is at its end. */
    void begin(String table) {
        handle.execute(
                "INSERT INTO ficus.frontier (domain, table_name, next_number, ended_at)"
                        + " SELECT ?, ?, 0, CASE WHEN EXISTS (SELECT 1 FROM ficus.chunk WHERE domain = ? AND table_name = ?)"
                        + " THEN now() END ON CONFLICT DO NOTHING",
                domain,
                table,
                domain,
                table);
    }

    /** Locks a frontier that has keys above it and that nobody else moves, for the rest of the transaction. */
    Optional<Frontier> frontier() {
        return handle.createQuery("SELECT table_name, above, next_number" + OPEN
                        + " ORDER BY table_name LIMIT 1 FOR UPDATE SKIP LOCKED")
                .bind(0, domain)
                .map((row, context) -> new Frontier(row.getString(1), texts(row.getArray(2)), row.getInt(3)))
                .findOne();
    }

    /** Waits for whoever moves a frontier now; false where every table is cut to its end. */
    boolean awaitFrontier() {
        return handle.createQuery("SELECT 1" + OPEN + " ORDER BY table_name LIMIT 1 FOR UPDATE")
                .bind(0, domain)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /** Records the next chunk of a table and moves its frontier, whose lock the transaction has. */
    void cut(Chunk chunk) throws SQLException {
        handle.execute(
                "INSERT INTO ficus.chunk (domain, table_name, number, above, up_to)"
                        + " VALUES (?, ?, ?, ?::text[], ?::text[])",
                domain,
                chunk.table(),
                chunk.number(),
                array(chunk.above()),
                array(chunk.upTo()));
        handle.execute(
                "UPDATE ficus.frontier SET above = ?::text[], next_number = ?, ended_at = CASE WHEN ? THEN now() END"
                        + " WHERE domain = ? AND table_name = ?",
                array(chunk.upTo()),
                chunk.number() + 1,
                chunk.upTo() == null,
                domain,
                chunk.table());
    }

    /** Locks the next chunk that is not done and that nobody else has, for the rest of the transaction. */
    Optional<Chunk> take() {
        return handle.createQuery("SELECT table_name, number, above, up_to FROM ficus.chunk"
                        + " WHERE domain = ? AND done_at IS NULL ORDER BY table_name, number"
                        + " LIMIT 1 FOR UPDATE SKIP LOCKED")
                .bind(0, domain)
                .map((row, context) ->
                        new Chunk(row.getString(1), row.getInt(2), texts(row.getArray(3)), texts(row.getArray(4))))
                .findOne();
    }

    /** Marks a chunk as done that was taken at the beginning of the transaction. */
    void done(Chunk chunk, long rows, long bytes) {
        handle.execute(
                "UPDATE ficus.chunk SET row_count = ?, byte_count = ?, began_at = now(), done_at = clock_timestamp()"
                        + " WHERE domain = ? AND table_name = ? AND number = ?",
                rows,
                bytes,
                domain,
                chunk.table(),
                chunk.number());
    }

    /** Whether every table is cut to its end and every chunk is done. */
    boolean complete() {
        return handle.createQuery("SELECT NOT EXISTS (SELECT 1" + OPEN + ") AND NOT EXISTS"
                        + " (SELECT 1 FROM ficus.chunk WHERE domain = ? AND done_at IS NULL)")
                .bind(0, domain)
                .bind(1, domain)
                .mapTo(Boolean.class)
                .one();
    }

    /** Counts attempts at chunks of a table that failed. */
    void failed(String table, int attempts) {
        handle.execute(
                "UPDATE ficus.frontier SET errors = errors + ? WHERE domain = ? AND table_name = ?",
                attempts,
                domain,
                table);
    }

    /** What is done of each table. The time of two chunks that were copied at once counts once. */
    List<CopiedTable> summary() {
        return handle.createQuery("SELECT c.table_name, coalesce(sum(row_count), 0), coalesce(sum(byte_count), 0),"
                        + " count(*), (SELECT coalesce(sum(extract(epoch FROM upper(span) - lower(span))) * 1000, 0)"
                        + " FROM unnest(range_agg(tstzrange(began_at, greatest(began_at, done_at)))"
                        + " FILTER (WHERE began_at IS NOT NULL)) span)::bigint, coalesce(min(f.errors), 0)"
                        + " FROM ficus.chunk c LEFT JOIN ficus.frontier f USING (domain, table_name)"
                        + " WHERE c.domain = ? GROUP BY c.table_name ORDER BY c.table_name")
                .bind(0, domain)
                .map((row, context) -> new CopiedTable(
                        row.getString(1),
                        row.getLong(2),
                        row.getLong(3),
                        row.getInt(4),
                        Duration.ofMillis(row.getLong(5)),
                        row.getInt(6)))
                .list();
    }

    void clear() {
        handle.execute("DELETE FROM ficus.chunk WHERE domain = ?", domain);
        handle.execute("DELETE FROM ficus.frontier WHERE domain = ?", domain);
    }

    /** The literal of an array, which the driver writes; Jdbi binds it as text. */
    private @Nullable String array(@Nullable List<String> key) throws SQLException {
        return key == null
                ? null
                : handle.getConnection().createArrayOf("text", key.toArray()).toString();
    }

    private static @Nullable List<String> texts(@Nullable Array array) throws SQLException {
        return array == null ? null : List.of((String[]) array.getArray());
    }
}
