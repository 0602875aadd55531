package dev.ficus.migrations.mysql.lint;

import dev.ficus.migrations.sql.lint.SqlAction;
import dev.ficus.migrations.sql.lint.SyntaxTree;
import java.util.Optional;

/**
 * One operation on one object.
 *
 * @param kind of the object, such as {@code table}
 * @param name of the object, as it is written; empty where there is none
 * @param tree the part of the statement that asks for it
 */
record MysqlAction(MysqlOperation operation, String kind, String name, SyntaxTree tree) implements SqlAction {

    static MysqlAction onTable(MysqlOperation operation, String name, SyntaxTree tree) {
        return new MysqlAction(operation, "table", name, tree);
    }

    boolean is(MysqlOperation... operations) {
        for (MysqlOperation each : operations) {
            if (operation == each) {
                return true;
            }
        }
        return false;
    }

    MysqlAction as(MysqlOperation other) {
        return new MysqlAction(other, kind, name, tree);
    }

    /** The name as the catalog has it. */
    String key() {
        return name.replace("`", "");
    }

    @Override
    public Optional<String> createdTable() {
        return is(MysqlOperation.CREATE_TABLE) ? Optional.of(key()) : Optional.empty();
    }
}
