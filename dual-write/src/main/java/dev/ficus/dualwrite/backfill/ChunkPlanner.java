package dev.ficus.dualwrite.backfill;

import static java.util.stream.Collectors.joining;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.dualwrite.connect.MysqlRows;
import dev.ficus.dualwrite.table.Column;
import dev.ficus.dualwrite.table.Table;
import dev.ficus.dualwrite.value.MysqlText;
import dev.ficus.dualwrite.value.UnconvertibleValue;
import java.math.BigInteger;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the next chunk of a table off what lies above its frontier, so that nothing is walked before the copy begins. The
 * bound is the key of the last of so many rows, found in MySQL's index; where the keys are integers that lie close, it is
 * counted instead from the first key above the frontier. Either way a chunk begins at a row that exists and has at most
 * the rows that were asked for, so a gap in the keys costs one look. The last chunk of a table is open above; rows that
 * come later are in the replay anyway. Used by one thread.
 */
final class ChunkPlanner {
    private static final Set<String> INTEGERS = Set.of("tinyint", "smallint", "mediumint", "int", "bigint");
    private static final BigInteger GREATEST = BigInteger.valueOf(Long.MAX_VALUE);
    /** After so many counted bounds one is looked up, to see whether the keys still lie close. */
    private static final int COUNTED_IN_A_ROW = 16;

    private final MysqlRows mysql;
    private final Map<String, Integer> counted = new HashMap<>();

    ChunkPlanner(MysqlRows mysql) {
        this.mysql = mysql;
    }

    /** @param rows the most that the chunk shall have */
    Chunk next(Table table, Frontier frontier, int rows) throws SQLException {
        int left = counted.getOrDefault(table.name(), 0);
        List<String> upTo = left > 0 ? counted(table, frontier.above(), rows) : sought(table, frontier.above(), rows);
        counted.merge(table.name(), -1, (now, less) -> Math.max(0, now + less));
        if (left == 0 && isClose(table, frontier.above(), upTo, rows)) {
            counted.put(table.name(), COUNTED_IN_A_ROW);
        }
        return new Chunk(table.name(), frontier.next(), frontier.above(), upTo);
    }

    private @Nullable List<String> counted(Table table, @Nullable List<String> above, int rows) throws SQLException {
        List<String> first = sought(table, above, 1);
        if (first == null) {
            return null;
        }
        BigInteger last = new BigInteger(first.get(0)).add(BigInteger.valueOf(rows - 1L));
        return last.compareTo(GREATEST) > 0 ? sought(table, above, rows) : List.of(last.toString());
    }

    /** Whether at least every second integer of the chunk is a key. */
    private static boolean isClose(Table table, @Nullable List<String> above, @Nullable List<String> upTo, int rows) {
        if (above == null || upTo == null || !isInteger(table, upTo)) {
            return false;
        }
        BigInteger width = new BigInteger(upTo.get(0)).subtract(new BigInteger(above.get(0)));
        return width.compareTo(BigInteger.valueOf(2L * rows)) <= 0;
    }

    private static boolean isInteger(Table table, List<String> key) {
        return key.size() == 1
                && INTEGERS.contains(table.key().get(0).type().name())
                && key.get(0).matches("-?[0-9]+");
    }

    /** The key of the last of so many rows above a key; null where fewer are left. */
    private @Nullable List<String> sought(Table table, @Nullable List<String> above, int rows) throws SQLException {
        String names = table.key().stream().map(Column::mysqlName).collect(joining(", "));
        String selected = table.key().stream()
                .map(column -> column.value().mysqlSelect(column.mysqlName()))
                .collect(joining(", "));
        mysql.query("SELECT " + selected + " FROM " + table.mysqlName() + " WHERE "
                + new KeyRange(table, above, null).literal() + " ORDER BY " + names + " LIMIT 1 OFFSET " + (rows - 1));
        List<String> key = null;
        while (mysql.next()) {
            key = key(table);
        }
        return key;
    }

    private List<String> key(Table table) {
        List<String> key = new ArrayList<>();
        for (int i = 0; i < table.key().size(); i++) {
            byte[] cell = Arrays.copyOfRange(mysql.bytes(), mysql.start(i), mysql.end(i));
            key.add(converted(table, table.key().get(i), cell));
        }
        return key;
    }

    private static String converted(Table table, Column column, byte[] cell) {
        try {
            String text = column.value().fromMysql(MysqlText.of(cell));
            if (text == null) {
                throw new UnconvertibleValue("NULL was chosen for it, which a key cannot be");
            }
            return text;
        } catch (UnconvertibleValue e) {
            throw new FicusException(
                    ErrorCode.VALUE_NOT_CONVERTIBLE,
                    "a row has a key that cannot be copied: column " + column.name() + ": " + e.reason(),
                    "table " + table.name(),
                    "correct the row on MySQL, then run the command again" + column.choices(table.name()),
                    e);
        }
    }
}
