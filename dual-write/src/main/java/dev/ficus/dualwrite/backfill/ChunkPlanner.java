package dev.ficus.dualwrite.backfill;

import static java.util.stream.Collectors.joining;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.dualwrite.table.Column;
import dev.ficus.dualwrite.table.Table;
import dev.ficus.dualwrite.value.MysqlText;
import dev.ficus.dualwrite.value.UnconvertibleValue;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a table into chunks by walking its primary key in MySQL. The last chunk is open above, so that the chunks cover
 * every key; rows that come after the plan are in the replay anyway.
 */
final class ChunkPlanner {
    private final Connection mysql;
    private final int chunkRows;

    ChunkPlanner(Connection mysql, int chunkRows) {
        this.mysql = mysql;
        this.chunkRows = chunkRows;
    }

    List<Chunk> plan(Table table) throws SQLException {
        List<Chunk> chunks = new ArrayList<>();
        List<String> above = null;
        List<String> next = boundary(table, null);
        while (next != null) {
            chunks.add(new Chunk(table.name(), chunks.size(), above, next));
            above = next;
            next = boundary(table, above);
        }
        chunks.add(new Chunk(table.name(), chunks.size(), above, null));
        return chunks;
    }

    /** The key of the last row of the chunk that begins above this key; null where fewer rows are left. */
    private @Nullable List<String> boundary(Table table, @Nullable List<String> above) throws SQLException {
        KeyRange range = new KeyRange(table, above, null);
        String names = table.key().stream().map(Column::mysqlName).collect(joining(", "));
        String selected = table.key().stream()
                .map(column -> column.value().mysqlSelect(column.mysqlName()))
                .collect(joining(", "));
        String sql = "SELECT " + selected + " FROM " + table.mysqlName() + " WHERE " + range.condition() + " ORDER BY "
                + names + " LIMIT 1 OFFSET " + (chunkRows - 1);
        try (PreparedStatement statement = mysql.prepareStatement(sql)) {
            range.bind(statement);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? key(table, row) : null;
            }
        }
    }

    private static List<String> key(Table table, ResultSet row) throws SQLException {
        List<String> key = new ArrayList<>();
        for (int i = 0; i < table.key().size(); i++) {
            key.add(converted(table, table.key().get(i), row.getBytes(i + 1)));
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
