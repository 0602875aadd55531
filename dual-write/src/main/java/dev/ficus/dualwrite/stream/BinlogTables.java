package dev.ficus.dualwrite.stream;

import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import com.github.shyiko.mysql.binlog.event.TableMapEventMetadata;
import com.github.shyiko.mysql.binlog.event.deserialization.ColumnType;
import dev.ficus.dualwrite.control.BinlogPosition;
import dev.ficus.dualwrite.table.Column;
import dev.ficus.dualwrite.table.Table;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tables that a capture of MySQL looks at. Used by the thread that reads, once it has begun. */
final class BinlogTables {
    /** The tables of the control schema on MySQL. */
    enum ControlTable {
        CHECKPOINT,
        BEAT
    }

    private static final String CONTROL = "ficus";

    private final Map<LoggedStatement.Name, Table> tracked = new HashMap<>();
    /** What {@link StructureScan} found; set before the first row is read, by the thread that reads. */
    private Map<Table, BinlogPosition> changed = Map.of();

    private final String database;
    private final boolean foldCase;

    /** @param foldCase whether the server compares names without case ({@code lower_case_table_names} is not 0) */
    BinlogTables(String database, List<Table> tables, boolean foldCase) {
        this.foldCase = foldCase;
        this.database = fold(database);
        for (Table table : tables) {
            tracked.put(name(table.database(), table.name()), table);
        }
    }

    /** Tells which tables were changed by statements that the catalog shows already, and where the last of them stands. */
    void changed(Map<Table, BinlogPosition> found) {
        changed = found;
    }

    /** Whether the rows of this table may have had other columns of the same types at this place. */
    boolean uncertain(Table table, TableMapEventData map, BinlogPosition at) {
        BinlogPosition last = changed.get(table);
        return last != null && !named(map) && at.compareTo(last) < 0;
    }

    private static boolean named(TableMapEventData map) {
        TableMapEventMetadata metadata = map.getEventMetadata();
        return metadata != null
                && metadata.getColumnNames() != null
                && !metadata.getColumnNames().isEmpty();
    }

    Optional<Table> find(LoggedStatement.Name name) {
        return Optional.ofNullable(tracked.get(name(name.database(), name.table())));
    }

    Optional<Table> find(TableMapEventData map) {
        return Optional.ofNullable(tracked.get(name(map.getDatabase(), map.getTable())));
    }

    static Optional<ControlTable> control(TableMapEventData map) {
        if (!map.getDatabase().equals(CONTROL)) {
            return Optional.empty();
        }
        return switch (map.getTable()) {
            case "checkpoint" -> Optional.of(ControlTable.CHECKPOINT);
            case "beat" -> Optional.of(ControlTable.BEAT);
            default -> Optional.empty();
        };
    }

    boolean wanted(TableMapEventData map) {
        return find(map).isPresent() || control(map).isPresent();
    }

    boolean isDatabase(String name) {
        return database.equals(fold(name));
    }

    /** How a table in the binlog differs from the catalog's, or empty where it is the same. */
    static Optional<String> difference(Table table, TableMapEventData map) {
        byte[] types = map.getColumnTypes();
        if (types.length != table.columns().size()) {
            return Optional.of("has " + types.length + " columns in the binlog and "
                    + table.columns().size() + " in the catalog");
        }
        TableMapEventMetadata metadata = map.getEventMetadata();
        List<String> names = metadata == null ? null : metadata.getColumnNames();
        for (Column column : table.columns()) {
            int i = column.ordinal();
            if (names != null && !names.isEmpty() && !names.get(i).equalsIgnoreCase(column.name())) {
                return Optional.of("has the column " + names.get(i) + " where the catalog has " + column.name());
            }
            ColumnType type = type(map, i);
            if (type == null || !column.value().isLoggedAs(type, map.getColumnMetadata()[i])) {
                return Optional.of(otherType(column));
            }
        }
        return Optional.empty();
    }

    /** The type, with what STRING hides: an enum and a set say so in the upper byte of their metadata. */
    static @Nullable ColumnType type(TableMapEventData map, int column) {
        ColumnType type = ColumnType.byCode(map.getColumnTypes()[column] & 0xFF);
        ColumnType hidden = ColumnType.byCode(map.getColumnMetadata()[column] >> 8);
        boolean labelled = hidden == ColumnType.ENUM || hidden == ColumnType.SET;
        return type == ColumnType.STRING && labelled ? hidden : type;
    }

    static String otherType(Column column) {
        return "has another type for column " + column.name() + " than the catalog";
    }

    private LoggedStatement.Name name(String database, String table) {
        return new LoggedStatement.Name(fold(database), fold(table));
    }

    private String fold(String name) {
        return foldCase ? name.toLowerCase(Locale.ROOT) : name;
    }
}
