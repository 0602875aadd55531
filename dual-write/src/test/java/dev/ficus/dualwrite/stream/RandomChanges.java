package dev.ficus.dualwrite.stream;

import dev.ficus.dualwrite.table.Row;
import dev.ficus.dualwrite.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/**
 * A source in memory with one table {@code (a int, b varchar, u int unique, v text)} and the key (a, b): random changes
 * of it, each possible after the ones before, over few keys and few unique values.
 */
final class RandomChanges {
    private final Table table;
    private final Random random;
    private final int keys;
    private final TreeMap<String, String[]> rows = new TreeMap<>();
    private boolean whole;

    RandomChanges(Table table, long seed, int keys) {
        this.table = table;
        this.random = new Random(seed);
        this.keys = keys;
    }

    /** From now on every update sends all columns. */
    RandomChanges whole() {
        whole = true;
        return this;
    }

    List<RowChange> next(int count) {
        List<RowChange> changes = new ArrayList<>();
        while (changes.size() < count) {
            String[] key = {Integer.toString(random.nextInt(keys)), "k" + random.nextInt(2)};
            String[] before = rows.get(String.join("|", key));
            if (before == null) {
                insert(changes, key);
            } else if (random.nextInt(4) == 0) {
                rows.remove(name(before));
                changes.add(new RowChange.Delete(table, key(before)));
            } else {
                update(changes, before);
            }
        }
        return changes;
    }

    /** The rows as {@code SELECT a, b, u, v ... ORDER BY a, b} gives them in the fixture's form. */
    List<String> rows() {
        return rows.values().stream()
                .sorted((one, other) -> {
                    int a = Integer.compare(Integer.parseInt(one[0]), Integer.parseInt(other[0]));
                    return a != 0 ? a : one[1].compareTo(other[1]);
                })
                .map(row -> row[0] + "|" + row[1] + "|" + (row[2] == null ? "~" : row[2]) + "|"
                        + (row[3] == null ? "~" : row[3]))
                .toList();
    }

    private void insert(List<RowChange> changes, String[] key) {
        String[] after = {key[0], key[1], unique(), text()};
        rows.put(name(after), after);
        changes.add(new RowChange.Insert(table, Row.of(after)));
    }

    private void update(List<RowChange> changes, String[] before) {
        String[] after = before.clone();
        boolean moves = random.nextInt(6) == 0;
        if (moves) {
            after[0] = Integer.toString(random.nextInt(keys));
            if (rows.containsKey(name(after))) {
                return;
            }
        }
        after[2] = random.nextBoolean() ? before[2] : unique();
        boolean sendsText = whole || random.nextInt(3) > 0;
        after[3] = sendsText ? text() : before[3];
        rows.remove(name(before));
        rows.put(name(after), after);
        changes.add(new RowChange.Update(table, key(before), sendsText ? Row.of(after) : withoutText(after)));
    }

    private static Row withoutText(String[] row) {
        Row.Builder builder = new Row.Builder(4);
        for (int i = 0; i < 3; i++) {
            if (row[i] == null) {
                builder.addNull();
            } else {
                builder.buffer().put(row[i]);
                builder.add();
            }
        }
        builder.addUnsent();
        return builder.build();
    }

    /** Free now, though maybe not before; sometimes NULL. */
    private String unique() {
        String value = Integer.toString(random.nextInt(3 * keys));
        boolean taken = rows.values().stream().anyMatch(row -> value.equals(row[2]));
        return taken || random.nextInt(8) == 0 ? null : value;
    }

    private String text() {
        return switch (random.nextInt(5)) {
            case 0 -> null;
            case 1 -> "";
            case 2 -> "tab\tline\nback\\slash\r\\N 'quote' \"two\"";
            default -> "ünï" + random.nextInt(1000);
        };
    }

    private static Row key(String[] row) {
        return Row.of(row[0], row[1]);
    }

    private static String name(String[] row) {
        return row[0] + "|" + row[1];
    }
}
