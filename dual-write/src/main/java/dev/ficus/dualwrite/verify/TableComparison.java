package dev.ficus.dualwrite.verify;

import dev.ficus.dualwrite.table.Table;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Walks a table in the key order of MySQL and hands on every key whose rows are not equal at first sight. Where ranges of
 * keys hold the same rows on both sides, the same range is read from PostgreSQL; else its rows are looked up by key, and
 * a second walk, over PostgreSQL, finds the rows that MySQL does not have.
 */
final class TableComparison {
    private static final int SETTLED_AT_ONCE = 500;

    /** Settles suspicious keys. */
    interface Suspects {
        void settle(List<List<String>> keys) throws SQLException;
    }

    private final Table table;
    private final CanonicalReader mysql;
    private final CanonicalReader postgres;
    private final int chunkRows;
    private final Suspects suspects;
    private final LongConsumer onChunk;
    private final List<List<String>> waiting = new ArrayList<>();
    private long rows;

    TableComparison(
            Table table,
            CanonicalReader mysql,
            CanonicalReader postgres,
            int chunkRows,
            Suspects suspects,
            LongConsumer onChunk) {
        this.table = table;
        this.mysql = mysql;
        this.postgres = postgres;
        this.chunkRows = chunkRows;
        this.suspects = suspects;
        this.onChunk = onChunk;
    }

    /** Compares the whole table and returns the number of MySQL's rows. */
    long run() throws SQLException {
        walkMysql();
        if (!table.sameKeyOrder()) {
            walkPostgres();
        }
        settle(0);
        return rows;
    }

    private void walkMysql() throws SQLException {
        List<String> above = null;
        boolean more = true;
        while (more) {
            List<CanonicalRow> chunk = mysql.range(above, null, chunkRows);
            more = chunk.size() == chunkRows;
            List<String> last = more ? chunk.get(chunk.size() - 1).key() : null;
            ChunkComparison comparison = new ChunkComparison(chunk);
            if (table.sameKeyOrder()) {
                compareRange(comparison, above, last);
            } else {
                waiting.addAll(comparison.page(postgres.byKeys(keys(chunk)).values()));
            }
            waiting.addAll(comparison.rest());
            above = last;
            rows += chunk.size();
            settle(SETTLED_AT_ONCE);
            onChunk.accept(rows);
        }
    }

    private void compareRange(ChunkComparison comparison, @Nullable List<String> above, @Nullable List<String> upTo)
            throws SQLException {
        List<String> from = above;
        boolean more = true;
        while (more) {
            List<CanonicalRow> page = postgres.range(from, upTo, chunkRows);
            waiting.addAll(comparison.page(page));
            settle(SETTLED_AT_ONCE);
            more = page.size() == chunkRows;
            from = more ? page.get(page.size() - 1).key() : null;
        }
    }

    private void walkPostgres() throws SQLException {
        List<String> above = null;
        boolean more = true;
        while (more) {
            List<List<String>> keys = keys(postgres.range(above, null, chunkRows));
            Map<List<String>, CanonicalRow> known = mysql.byKeys(keys);
            keys.stream().filter(key -> !known.containsKey(key)).forEach(waiting::add);
            more = keys.size() == chunkRows;
            above = more ? keys.get(keys.size() - 1) : null;
            settle(SETTLED_AT_ONCE);
            onChunk.accept(rows);
        }
    }

    private void settle(int unless) throws SQLException {
        while (!waiting.isEmpty() && waiting.size() >= unless) {
            List<List<String>> batch = waiting.subList(0, Math.min(SETTLED_AT_ONCE, waiting.size()));
            suspects.settle(List.copyOf(batch));
            batch.clear();
        }
    }

    private static List<List<String>> keys(List<CanonicalRow> rows) {
        return rows.stream().map(CanonicalRow::key).toList();
    }
}
