package dev.ficus.cli.storm;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The transactions of the storm: chosen by the seed, sent on one connection, booked as they are sent. */
final class StormWrites {
    private static final int MANY = 400;
    private static final int LARGE = 400;

    private final Book book;
    private final RandomGenerator random;
    private long nextKey = 1;

    StormWrites(Book book, RandomGenerator random) {
        this.book = book;
        this.random = random;
    }

    /** Sends one transaction without its COMMIT. Its first statement counts it in the narrow row 0. */
    void perform(Connection connection, long number, boolean large) throws SQLException {
        update(connection, "UPDATE narrow SET stamp = ? WHERE id = 0", number);
        book.put("narrow", "0", Long.toString(number));
        int dice = random.nextInt(1_000);
        if (large || dice == 0) {
            insertMany(connection, number);
        } else if (dice == 1) {
            deleteMany(connection);
        } else {
            int changes = dice < 800 ? 1 + random.nextInt(5) : 1 + random.nextInt(50);
            for (int i = 0; i < changes; i++) {
                change(connection, number * 100 + i);
            }
        }
    }

    private void change(Connection connection, long stamp) throws SQLException {
        String table = StormTables.NAMES.get(random.nextInt(StormTables.NAMES.size()));
        Optional<String> present = book.any(table, random);
        int dice = random.nextInt(10);
        if (present.isEmpty() || dice < 4 && book.size(table) < MANY) {
            insert(connection, table, stamp);
        } else if (dice < 7) {
            change(connection, table, present.get(), stamp);
        } else if (dice < 9) {
            delete(connection, table, present.get());
        } else {
            moveKey(connection, table, present.get(), stamp);
        }
    }

    void insert(Connection connection, String table, long stamp) throws SQLException {
        long key = nextKey++;
        switch (table) {
            case "narrow" -> {
                update(connection, "INSERT INTO narrow VALUES (?, ?)", key, stamp);
                book.put(table, Long.toString(key), Long.toString(stamp));
            }
            case "wide" -> {
                insertWide(connection, key, stamp);
                book.put(table, Long.toString(key), Long.toString(stamp));
            }
            case "composite" -> {
                int tenant = (int) (key % 7);
                update(connection, "INSERT INTO composite VALUES (?, ?, ?)", tenant, "code " + key, stamp);
                book.put(table, tenant + "|code " + key, Long.toString(stamp));
            }
            default -> {
                update(connection, "INSERT INTO swap VALUES (?, ?, ?)", key, (int) key, stamp);
                book.put(table, Long.toString(key), key + "|" + stamp);
            }
        }
    }

    private void insertWide(Connection connection, long key, long stamp) throws SQLException {
        LocalDateTime at =
                LocalDateTime.of(2024, 1, 1, 0, 0).plusSeconds(key * 97).plusNanos(stamp % 1_000_000 * 1_000);
        update(
                connection,
                "INSERT INTO wide VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                key,
                stamp,
                new java.math.BigDecimal(stamp % 1_000_000).movePointLeft(2),
                key % 3 == 0 ? null : "n\u00e4me " + key % 50,
                key % 5 == 0 ? body(stamp) : "short\n\t\\ " + stamp,
                at,
                new Timestamp(1_700_000_000_000L + stamp % 1_000_000_000),
                (int) (key % 100 - 50),
                key % 4 == 0 ? null : ("\0" + key + "\u00ff").getBytes(StandardCharsets.ISO_8859_1),
                LocalDate.of(2020, 1, 1).plusDays(key % 2_000),
                new java.math.BigDecimal("18446744073709551615"),
                "\u65e5\u672c " + stamp);
    }

    /** Long and hard to compress, so that PostgreSQL keeps it out of line. */
    private String body(long stamp) {
        StringBuilder text = new StringBuilder();
        RandomGenerator of = new java.util.Random(stamp);
        for (int i = 0; i < 3_000; i++) {
            text.append((char) ('!' + of.nextInt(90)));
        }
        return text.toString();
    }

    private void change(Connection connection, String table, String key, long stamp) throws SQLException {
        switch (table) {
            case "narrow" -> update(connection, "UPDATE narrow SET stamp = ? WHERE id = ?", stamp, id(key));
            case "wide" ->
                update(
                        connection,
                        "UPDATE wide SET stamp = ?, note = ?, seen = NULL WHERE id = ?",
                        stamp,
                        "note " + stamp,
                        id(key));
            case "composite" ->
                update(
                        connection,
                        "UPDATE composite SET stamp = ? WHERE tenant = ? AND code = ?",
                        stamp,
                        tenant(key),
                        code(key));
            default -> {
                swap(connection, key, stamp);
                return;
            }
        }
        book.put(table, key, Long.toString(stamp));
    }

    /** Two rows change their unique slots, over a third one that nobody has. */
    private void swap(Connection connection, String one, long stamp) throws SQLException {
        String two = book.any("swap", random).orElseThrow();
        if (two.equals(one)) {
            slot(connection, one, slot(one), stamp);
            return;
        }
        int slotOne = slot(one);
        int slotTwo = slot(two);
        update(connection, "UPDATE swap SET slot = ? WHERE id = ?", -1, id(one));
        book.touch();
        slot(connection, two, slotOne, stamp);
        slot(connection, one, slotTwo, stamp);
    }

    private void slot(Connection connection, String key, int slot, long stamp) throws SQLException {
        update(connection, "UPDATE swap SET slot = ?, stamp = ? WHERE id = ?", slot, stamp, id(key));
        book.put("swap", key, slot + "|" + stamp);
    }

    private int slot(String key) {
        return Integer.parseInt(book.value("swap", key).replaceFirst("\\|.*", ""));
    }

    private void delete(Connection connection, String table, String key) throws SQLException {
        if (table.equals("composite")) {
            update(connection, "DELETE FROM composite WHERE tenant = ? AND code = ?", tenant(key), code(key));
        } else {
            update(connection, "DELETE FROM " + table + " WHERE id = ?", id(key));
        }
        book.remove(table, key);
    }

    private void moveKey(Connection connection, String table, String key, long stamp) throws SQLException {
        long to = nextKey++;
        if (table.equals("composite")) {
            update(
                    connection,
                    "UPDATE composite SET code = ?, stamp = ? WHERE tenant = ? AND code = ?",
                    "code " + to,
                    stamp,
                    tenant(key),
                    code(key));
            book.move(table, key, tenant(key) + "|code " + to, Long.toString(stamp));
        } else {
            update(connection, "UPDATE " + table + " SET id = ?, stamp = ? WHERE id = ?", to, stamp, id(key));
            String value = table.equals("swap") ? slot(key) + "|" + stamp : Long.toString(stamp);
            book.move(table, key, Long.toString(to), value);
        }
    }

    /** More than a stream of the storm keeps of one transaction in memory. */
    private void insertMany(Connection connection, long number) throws SQLException {
        nextKey += 5 - nextKey % 5;
        for (int i = 0; i < LARGE; i++) {
            long key = nextKey;
            nextKey += 5;
            insertWide(connection, key, number * 100 + i);
            book.put("wide", Long.toString(key), Long.toString(number * 100 + i));
        }
    }

    private void deleteMany(Connection connection) throws SQLException {
        for (String key : book.rows("wide").keySet().stream().limit(LARGE).toList()) {
            delete(connection, "wide", key);
        }
    }

    private static long id(String key) {
        return Long.parseLong(key);
    }

    private static int tenant(String key) {
        return Integer.parseInt(key.substring(0, key.indexOf('|')));
    }

    private static String code(String key) {
        return key.substring(key.indexOf('|') + 1);
    }

    private static void update(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            int rows = statement.executeUpdate();
            if (rows != 1) {
                throw new IllegalStateException("an accepted row is not where the owner is: " + rows + " rows hit by "
                        + sql + " with " + java.util.Arrays.toString(values));
            }
        }
    }
}
