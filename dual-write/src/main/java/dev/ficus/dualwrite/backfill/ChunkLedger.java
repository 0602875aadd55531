package dev.ficus.dualwrite.backfill;

import dev.ficus.dualwrite.backfill.BackfillReport.CopiedTable;
import dev.ficus.dualwrite.control.Control;
import java.sql.Array;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code ficus.chunk}. A chunk is taken by locking its row, and is marked done in the transaction that wrote
 * its rows: a worker that dies gives it back, and no chunk is copied twice.
 */
final class ChunkLedger {
    private final Handle handle;
    private final String domain;

    ChunkLedger(Control control, String domain) {
        this.handle = control.handle();
        this.domain = domain;
    }

    boolean planned(String table) {
        return handle.createQuery("SELECT EXISTS (SELECT 1 FROM ficus.chunk WHERE domain = ? AND table_name = ?)")
                .bind(0, domain)
                .bind(1, table)
                .mapTo(Boolean.class)
                .one();
    }

    /** Records the plan of one table, whole or not at all. */
    void plan(List<Chunk> chunks) throws SQLException {
        handle.useTransaction(transaction -> {
            for (Chunk chunk : chunks) {
                transaction.execute(
                        "INSERT INTO ficus.chunk (domain, table_name, number, above, up_to)"
                                + " VALUES (?, ?, ?, ?::text[], ?::text[])",
                        domain,
                        chunk.table(),
                        chunk.number(),
                        array(transaction, chunk.above()),
                        array(transaction, chunk.upTo()));
            }
        });
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

    void done(Chunk chunk, long rows, long bytes) {
        handle.execute(
                "UPDATE ficus.chunk SET row_count = ?, byte_count = ?, done_at = now()"
                        + " WHERE domain = ? AND table_name = ? AND number = ?",
                rows,
                bytes,
                domain,
                chunk.table(),
                chunk.number());
    }

    long rowsDone() {
        return handle.createQuery("SELECT coalesce(sum(row_count), 0) FROM ficus.chunk WHERE domain = ?")
                .bind(0, domain)
                .mapTo(Long.class)
                .one();
    }

    List<CopiedTable> summary() {
        return handle.createQuery("SELECT table_name, coalesce(sum(row_count), 0), coalesce(sum(byte_count), 0),"
                        + " count(*) FROM ficus.chunk WHERE domain = ? GROUP BY table_name ORDER BY table_name")
                .bind(0, domain)
                .map((row, context) -> new CopiedTable(row.getString(1), row.getLong(2), row.getLong(3), row.getInt(4)))
                .list();
    }

    void clear() {
        handle.execute("DELETE FROM ficus.chunk WHERE domain = ?", domain);
    }

    /** The literal of an array, which the driver writes; Jdbi binds it as text. */
    private static @Nullable String array(Handle handle, @Nullable List<String> key) throws SQLException {
        return key == null
                ? null
                : handle.getConnection().createArrayOf("text", key.toArray()).toString();
    }

    private static @Nullable List<String> texts(@Nullable Array array) throws SQLException {
        return array == null ? null : List.of((String[]) array.getArray());
    }
}
