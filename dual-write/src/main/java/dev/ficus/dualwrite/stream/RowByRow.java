package dev.ficus.dualwrite.stream;

import java.sql.SQLException;
import java.util.List;

/** Merged groups by statements for one row each. */
final class RowByRow {
    private RowByRow() {}

    static void groups(ChangeWriter writer, Merge merge, Merge.Groups groups) throws SQLException {
        TargetTable table = merge.table();
        for (Net net : groups.deletes()) {
            writer.write(table, new RowChange.Delete(table.table(), net.key()), merge.strict());
        }
        for (Net net : groups.absents()) {
            writer.absent(table, new RowChange.Delete(table.table(), net.key()));
        }
        for (List<Net> updates : groups.updates().values()) {
            for (Net net : updates) {
                writer.write(table, new RowChange.Update(table.table(), net.key(), net.row()), merge.strict());
            }
        }
        for (Net net : groups.inserts()) {
            writer.write(table, new RowChange.Insert(table.table(), net.row()), merge.strict());
        }
        writer.flush();
    }
}
