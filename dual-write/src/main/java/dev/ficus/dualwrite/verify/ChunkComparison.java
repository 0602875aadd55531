package dev.ficus.dualwrite.verify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compares the rows of one chunk of MySQL with those of PostgreSQL, which come in pages. Touches no database. */
final class ChunkComparison {
    private final Map<List<String>, CanonicalRow> unmatched = new LinkedHashMap<>();

    ChunkComparison(List<CanonicalRow> mysql) {
        mysql.forEach(row -> unmatched.put(row.key(), row));
    }

    /** The keys among these rows of PostgreSQL that MySQL does not have, or has with other values. */
    List<List<String>> page(Iterable<CanonicalRow> postgres) {
        List<List<String>> suspects = new ArrayList<>();
        for (CanonicalRow row : postgres) {
            if (!row.equals(unmatched.remove(row.key()))) {
                suspects.add(row.key());
            }
        }
        return suspects;
    }

    /** The keys of MySQL that no page has brought. */
    List<List<String>> rest() {
        return List.copyOf(unmatched.keySet());
    }
}
