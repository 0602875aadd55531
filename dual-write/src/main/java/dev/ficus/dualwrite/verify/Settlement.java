package dev.ficus.dualwrite.verify;

import dev.ficus.dualwrite.table.Column;
import dev.ficus.dualwrite.table.Table;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides about suspicious rows while both sides change. In each round it reads the owner's row (V1), waits until the
 * stream has applied everything that was committed until then, reads the copy's row (T), and the owner's again (V2). The
 * row differs only if V1 = V2 and T is neither, in two rounds running. A row that is equal once is clear. One that never
 * stands still is unsettled, and never called different.
 */
final class Settlement {

    /** Waits until the copy has all that the owner had committed. */
    interface Barrier {
        void await() throws SQLException;
    }

    private final CanonicalReader owner;
    private final CanonicalReader copy;
    private final Barrier barrier;
    private final List<String> names;
    private final int rounds;
    private final int listed;
    private final List<Difference> differences = new ArrayList<>();
    private final List<List<String>> unsettled = new ArrayList<>();
    private long differenceCount;
    private long unsettledCount;

    Settlement(Table table, CanonicalReader owner, CanonicalReader copy, Barrier barrier, VerificationOptions options) {
        this.owner = owner;
        this.copy = copy;
        this.barrier = barrier;
        this.names = table.columns().stream().map(Column::name).toList();
        this.rounds = options.rounds();
        this.listed = options.listed();
    }

    /** Decides about these keys. */
    void settle(List<List<String>> keys) throws SQLException {
        Map<List<String>, Integer> seen = new HashMap<>();
        List<List<String>> open = keys;
        for (int round = 1; round <= rounds && !open.isEmpty(); round++) {
            open = round(open, seen);
        }
        for (List<String> key : open) {
            unsettledCount++;
            if (unsettled.size() < listed) {
                unsettled.add(key);
            }
        }
    }

    List<Difference> differences() {
        return differences;
    }

    List<List<String>> unsettled() {
        return unsettled;
    }

    long differenceCount() {
        return differenceCount;
    }

    long unsettledCount() {
        return unsettledCount;
    }

    private List<List<String>> round(List<List<String>> keys, Map<List<String>, Integer> seen) throws SQLException {
        Map<List<String>, CanonicalRow> before = owner.byKeys(keys);
        barrier.await();
        Map<List<String>, CanonicalRow> target = copy.byKeys(keys);
        Map<List<String>, CanonicalRow> after = owner.byKeys(keys);
        List<List<String>> open = new ArrayList<>();
        for (List<String> key : keys) {
            CanonicalRow row = target.get(key);
            boolean stood = Objects.equals(before.get(key), after.get(key));
            if (Objects.equals(row, before.get(key)) || Objects.equals(row, after.get(key))) {
                continue;
            }
            int differing = stood ? seen.merge(key, 1, Integer::sum) : 0;
            if (differing == 2) {
                report(key, after.get(key), row);
            } else {
                seen.put(key, differing);
                open.add(key);
            }
        }
        return open;
    }

    private void report(List<String> key, @Nullable CanonicalRow right, @Nullable CanonicalRow wrong) {
        differenceCount++;
        if (differences.size() >= listed) {
            return;
        }
        if (right == null) {
            differences.add(new Difference(Difference.Kind.EXTRA, key, List.of()));
        } else if (wrong == null) {
            differences.add(new Difference(Difference.Kind.MISSING, key, List.of()));
        } else {
            differences.add(new Difference(Difference.Kind.DIFFERENT, key, right.differing(wrong, names)));
        }
    }
}
