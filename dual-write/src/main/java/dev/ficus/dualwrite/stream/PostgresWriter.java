package dev.ficus.dualwrite.stream;

import dev.ficus.dualwrite.value.CellBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Merged changes into PostgreSQL: rows to insert go into the table by COPY; what else there is goes by COPY into a
 * temporary table of the session, and from there by one statement for each kind of change, joined by the primary key. A
 * few rows go by prepared statements instead, which answer sooner.
 *
 * <p>The joins must reach the big table by its index whatever the statistics say, so {@link ApplyConnection} leaves the
 * planner of this session nothing but nested loops over indexes.
 */
final class PostgresWriter implements MergedWriter {
    private static final int FEW = 16;
    private static final int BUFFER = 128 * 1024;
    private static final int DELETES = 0;
    private static final int ABSENTS = 1;
    private static final int UPSERTS = 2;
    private static final int FIRST_UPDATES = 3;

    private final Connection connection;
    private final ChangeWriter few;
    private final CellBuffer text = new CellBuffer(BUFFER);
    private final Map<TargetTable, Integer> numbers = new IdentityHashMap<>();
    private final Map<TargetTable, Filled> stages = new IdentityHashMap<>();

    /** Whether a stage may hold rows of this transaction. */
    private enum Filled {
        NO,
        YES
    }

    PostgresWriter(Connection connection, ChangeWriter few) {
        this.connection = connection;
        this.few = few;
    }

    @Override
    public void write(Merge merge) throws SQLException {
        Merge.Groups groups = merge.groups();
        TargetTable table = merge.table();
        int staged = groups.staged();
        if (staged + groups.inserts().size() < FEW) {
            RowByRow.groups(few, merge, groups);
            return;
        }
        if (staged > 0 || !merge.strict()) {
            stage(table, groups, merge.strict());
        }
        if (merge.strict() && !groups.inserts().isEmpty()) {
            insert(table, groups.inserts());
        }
    }

    @Override
    public void committed() {
        stages.replaceAll((table, filled) -> Filled.NO);
    }

    @Override
    public void rolledBack() {
        stages.clear();
    }

    private void stage(TargetTable table, Merge.Groups groups, boolean strict) throws SQLException {
        Stage stage = Stage.of(table, numbers.computeIfAbsent(table, any -> numbers.size()));
        makeEmpty(stage);
        try (CopyRows copy = new CopyRows(connection, stage.copy(), text)) {
            keys(copy, table, DELETES, groups.deletes());
            keys(copy, table, ABSENTS, groups.absents());
            if (!strict) {
                rows(copy, table, UPSERTS, groups.inserts());
            }
            int group = FIRST_UPDATES;
            for (List<Net> updates : groups.updates().values()) {
                rows(copy, table, group++, updates);
            }
            copy.end();
        }
        if (strict) {
            carryOn(stage, groups);
        } else {
            run(stage.delete(DELETES));
            run(stage.upsert(UPSERTS));
        }
    }

    private void makeEmpty(Stage stage) throws SQLException {
        Filled filled = stages.put(stage.table(), Filled.YES);
        if (filled == null) {
            run(stage.create());
        }
        if (filled != Filled.NO) {
            run(stage.empty());
        }
    }

    private void carryOn(Stage stage, Merge.Groups groups) throws SQLException {
        if (!groups.deletes().isEmpty()) {
            hit(stage.delete(DELETES), groups.deletes().size());
        }
        if (!groups.absents().isEmpty()) {
            hit(stage.delete(ABSENTS), 0);
        }
        int group = FIRST_UPDATES;
        for (Map.Entry<BitSet, List<Net>> updates : groups.updates().entrySet()) {
            String sql = stage.update(group++, stage.table().set(updates.getKey()));
            hit(sql, updates.getValue().size());
        }
    }

    private void insert(TargetTable table, List<Net> inserts) throws SQLException {
        try (CopyRows copy = new CopyRows(connection, Stage.copyInto(table), text)) {
            for (Net net : inserts) {
                copy.cells(net.row(), table.written());
                copy.endRow();
            }
            copy.end();
        }
    }

    private static void keys(CopyRows copy, TargetTable table, int group, List<Net> nets) throws SQLException {
        BitSet staged = table.staged();
        for (Net net : nets) {
            copy.number(group);
            copy.key(net.key(), table.keyPlaces(), staged);
            copy.endRow();
        }
    }

    private static void rows(CopyRows copy, TargetTable table, int group, List<Net> nets) throws SQLException {
        BitSet staged = table.staged();
        for (Net net : nets) {
            copy.number(group);
            copy.cells(net.row(), staged);
            copy.endRow();
        }
    }

    private void hit(String sql, int wanted) throws SQLException {
        int hit = run(sql);
        if (hit != wanted) {
            throw new MisfitException("a statement for " + wanted + " rows hit " + hit);
        }
    }

    private int run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }
}
