package dev.ficus.migrations.postgres.lint;

import static dev.ficus.migrations.postgres.lint.PostgresAction.onTable;

import dev.ficus.migrations.sql.lint.SyntaxTree;
import java.util.ArrayList;
import java.util.List;

/** Reads CREATE TABLE: the table is new; those that its foreign keys point to, or that it is a part of, are locked. */
final class CreateTableReader {
    private CreateTableReader() {}

    static List<PostgresAction> actions(SyntaxTree statement) {
        String table = PostgresReader.name(statement, "tableName");
        List<PostgresAction> actions = new ArrayList<>();
        actions.add(onTable(PostgresOperation.CREATE_TABLE, table, statement));
        for (String rule : List.of("columnConstraintOption", "tableConstraintOption")) {
            for (SyntaxTree constraint : statement.all(rule)) {
                if (constraint.says("REFERENCES")) {
                    actions.add(onTable(
                            PostgresOperation.BE_REFERENCED, PostgresReader.name(constraint, "tableName"), constraint));
                }
            }
        }
        if (statement.says("PARTITION", "OF")) {
            String parent = PostgresReader.name(statement, "qualifiedName");
            actions.add(onTable(PostgresOperation.ALTER_TABLE, parent, statement));
        }
        return actions;
    }
}
