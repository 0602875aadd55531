package dev.ficus.dualwrite.backfill;

import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.JdbiException;

/**
 * Attempts at chunks that failed, by table. The transaction of such a chunk is rolled back, so they are kept here until the
 * ledger takes them: at the end of the copy that failed, or, where PostgreSQL was away then, when the next one begins.
 * Thread-safe.
 */
final class CopyErrors {
    private final Map<String, Integer> failed = new TreeMap<>();

    synchronized void add(String table) {
        failed.merge(table, 1, Integer::sum);
    }

    /** Writes what was not written yet. */
    synchronized void save(ChunkLedger ledger) {
        while (!failed.isEmpty()) {
            String table = failed.keySet().iterator().next();
            ledger.failed(table, failed.getOrDefault(table, 0));
            failed.remove(table);
        }
    }

    /** As {@link #save}, while a failure is on its way: it stays the failure. */
    void save(ChunkLedger ledger, Exception failure) {
        try {
            save(ledger);
        } catch (JdbiException e) {
            failure.addSuppressed(e);
        }
    }
}
