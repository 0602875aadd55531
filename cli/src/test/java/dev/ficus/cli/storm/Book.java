package dev.ficus.cli.storm;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * What the application was told is accepted: for each table the stamp of each row by its key. A transaction is booked as it
 * is sent and taken back when it turns out not to be accepted. Used by one thread at a time.
 */
final class Book {
    private final Map<String, TreeMap<String, String>> tables = new TreeMap<>();
    private final Deque<Runnable> undo = new ArrayDeque<>();
    private long pendingChanges;
    private long changes;

    Book() {
        StormTables.NAMES.forEach(name -> tables.put(name, new TreeMap<>()));
    }

    /** Books a row; one row changes on the owner. */
    void put(String table, String key, String value) {
        String before = tables.get(table).put(key, value);
        undo.push(() -> set(table, key, before));
        pendingChanges++;
    }

    void remove(String table, String key) {
        String before = tables.get(table).remove(key);
        undo.push(() -> set(table, key, before));
        pendingChanges++;
    }

    /** One row gets another key. */
    void move(String table, String from, String to, String value) {
        remove(table, from);
        put(table, to, value);
        pendingChanges--;
    }

    /** One more row change that leaves nothing behind. */
    void touch() {
        pendingChanges++;
    }

    void accepted() {
        changes += pendingChanges;
        end();
    }

    void refused() {
        undo.forEach(Runnable::run);
        end();
    }

    /** Row changes of accepted transactions. */
    long changes() {
        return changes;
    }

    int size(String table) {
        return tables.get(table).size();
    }

    boolean has(String table, String key) {
        return tables.get(table).containsKey(key);
    }

    String value(String table, String key) {
        return tables.get(table).get(key);
    }

    /** A key that is there, but never the narrow row 0, which counts transactions. */
    Optional<String> any(String table, RandomGenerator random) {
        TreeMap<String, String> rows = tables.get(table);
        if (rows.size() < 2) {
            return Optional.empty();
        }
        String last = rows.lastKey();
        String from = rows.ceilingKey(Integer.toString(random.nextInt(1_000)));
        String key = from == null ? last : from;
        return key.equals("0") ? Optional.of(last) : Optional.of(key);
    }

    Map<String, String> rows(String table) {
        return tables.get(table);
    }

    private void set(String table, String key, String value) {
        if (value == null) {
            tables.get(table).remove(key);
        } else {
            tables.get(table).put(key, value);
        }
    }

    private void end() {
        undo.clear();
        pendingChanges = 0;
    }
}
