package dev.ficus.migrations.postgres.lint;

import static dev.ficus.migrations.postgres.lint.PostgresAction.onTable;

import dev.ficus.migrations.sql.lint.SyntaxTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads ALTER TABLE, one action or more for each of its parts. */
final class AlterTableReader {
    private final String table;
    private final List<PostgresAction> actions = new ArrayList<>();

    private AlterTableReader(String table) {
        this.table = table;
    }

    static Optional<List<PostgresAction>> actions(SyntaxTree statement) {
        AlterTableReader reader = new AlterTableReader(PostgresReader.name(statement, "tableName"));
        Optional<SyntaxTree> definition = statement.first("alterDefinitionClause");
        if (definition.isEmpty() || statement.says("ALL", "IN", "TABLESPACE")) {
            return Optional.empty();
        }
        List<SyntaxTree> parts = definition.get().all("alterTableAction");
        (parts.isEmpty() ? List.of(definition.get()) : parts).forEach(reader::part);
        return Optional.of(reader.actions);
    }

    private void part(SyntaxTree part) {
        SyntaxTree first = part.children().get(0);
        switch (first.rule()) {
            case "addColumnSpecification" -> addColumn(first);
            case "addConstraintSpecification" -> addConstraint(first);
            case "validateConstraintSpecification" -> add(PostgresOperation.VALIDATE_CONSTRAINT, part);
            case "dropConstraintSpecification" -> add(PostgresOperation.DROP_CONSTRAINT, part);
            case "dropColumnSpecification" -> add(PostgresOperation.DROP_COLUMN, part);
            case "modifyColumnSpecification" -> add(column(first), part);
            case "renameColumnSpecification" -> add(PostgresOperation.RENAME_COLUMN, part);
            case "renameTableSpecification" -> add(PostgresOperation.RENAME_TABLE, part);
            case "partitionCmd" -> partition(first);
            default -> add(table(part), part);
        }
    }

    private void addColumn(SyntaxTree part) {
        List<SyntaxTree> constraints = part.all("columnConstraintOption");
        add(ColumnDefault.operation(part, constraints), part);
        for (SyntaxTree constraint : constraints) {
            if (constraint.starts("REFERENCES")) {
                boolean empty = constraints.stream().noneMatch(each -> each.starts("DEFAULT"));
                add(
                        empty ? PostgresOperation.ADD_FOREIGN_KEY_NOT_VALID : PostgresOperation.ADD_FOREIGN_KEY,
                        constraint);
                referenced(constraint);
            } else if (constraint.starts("CHECK")) {
                add(PostgresOperation.ADD_CHECK, constraint);
            } else if (constraint.starts("UNIQUE")) {
                add(PostgresOperation.ADD_UNIQUE, constraint);
            } else if (constraint.starts("PRIMARY")) {
                add(PostgresOperation.ADD_PRIMARY_KEY, constraint);
            }
        }
    }

    private void addConstraint(SyntaxTree part) {
        boolean later = part.says("NOT", "VALID");
        if (part.has("tableConstraintUsingIndex")) {
            add(PostgresOperation.ADD_CONSTRAINT_USING_INDEX, part);
        } else if (part.says("FOREIGN", "KEY")) {
            add(later ? PostgresOperation.ADD_FOREIGN_KEY_NOT_VALID : PostgresOperation.ADD_FOREIGN_KEY, part);
            referenced(part);
        } else if (part.has("checkOption")) {
            add(later ? PostgresOperation.ADD_CHECK_NOT_VALID : PostgresOperation.ADD_CHECK, part);
        } else if (part.says("EXCLUDE")) {
            add(PostgresOperation.ADD_EXCLUDE, part);
        } else {
            add(part.has("primaryKey") ? PostgresOperation.ADD_PRIMARY_KEY : PostgresOperation.ADD_UNIQUE, part);
        }
    }

    private void referenced(SyntaxTree constraint) {
        String other = PostgresReader.name(constraint, "tableName");
        actions.add(onTable(PostgresOperation.BE_REFERENCED, other, constraint));
    }

    private static PostgresOperation column(SyntaxTree part) {
        if (part.has("dataType")) {
            return PostgresOperation.CHANGE_TYPE;
        }
        if (part.says("SET", "NOT", "NULL")) {
            return PostgresOperation.SET_NOT_NULL;
        }
        boolean tunes = part.says("SET", "STATISTICS") || part.says("SET", "(") || part.says("RESET", "(");
        return tunes ? PostgresOperation.TUNE_COLUMN : PostgresOperation.ALTER_COLUMN;
    }

    private void partition(SyntaxTree part) {
        String other = PostgresReader.name(part, "qualifiedName");
        if (part.starts("ATTACH")) {
            add(PostgresOperation.ATTACH_PARTITION, part);
            actions.add(onTable(PostgresOperation.BE_ATTACHED, other, part));
        } else if (part.says("CONCURRENTLY") || part.says("FINALIZE")) {
            add(PostgresOperation.DETACH_PARTITION_CONCURRENTLY, part);
        } else {
            add(PostgresOperation.DETACH_PARTITION, part);
            actions.add(onTable(PostgresOperation.ALTER_TABLE, other, part));
        }
    }

    private static PostgresOperation table(SyntaxTree part) {
        boolean rewrites = part.starts("SET", "LOGGED")
                || part.starts("SET", "UNLOGGED")
                || part.starts("SET", "TABLESPACE")
                || part.starts("SET", "ACCESS", "METHOD");
        if (rewrites) {
            return PostgresOperation.REWRITE_TABLE;
        }
        if (part.starts("SET", "SCHEMA")) {
            return PostgresOperation.RENAME_TABLE;
        }
        boolean tunes = part.starts("SET", "(")
                || part.starts("RESET", "(")
                || part.starts("CLUSTER")
                || part.starts("SET", "WITHOUT", "CLUSTER");
        if (tunes) {
            return PostgresOperation.TUNE_TABLE;
        }
        boolean toggles = part.starts("ENABLE") || part.starts("DISABLE");
        return toggles && part.says("TRIGGER") ? PostgresOperation.TOGGLE_TRIGGER : PostgresOperation.ALTER_TABLE;
    }

    private void add(PostgresOperation operation, SyntaxTree part) {
        actions.add(onTable(operation, table, part));
    }
}
