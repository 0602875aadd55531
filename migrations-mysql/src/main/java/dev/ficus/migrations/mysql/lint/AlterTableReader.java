package dev.ficus.migrations.mysql.lint;

import static dev.ficus.migrations.mysql.lint.MysqlAction.onTable;

import dev.ficus.migrations.sql.lint.SyntaxTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads ALTER TABLE, one action for each of its parts. */
final class AlterTableReader {
    private final String table;
    private final List<MysqlAction> actions = new ArrayList<>();
    private boolean known = true;

    private AlterTableReader(String table) {
        this.table = table;
    }

    static Optional<List<MysqlAction>> actions(SyntaxTree statement) {
        AlterTableReader reader = new AlterTableReader(MysqlReader.name(statement, "tableName"));
        for (String rule : List.of("alterListItem", "createTableOption", "alterPartition", "partitionClause")) {
            statement.all(rule).forEach(reader::part);
        }
        if (reader.actions.isEmpty() || !reader.known) {
            return Optional.empty();
        }
        return Optional.of(joined(reader.actions));
    }

    /** DROP PRIMARY KEY together with ADD PRIMARY KEY is one rebuild. */
    private static List<MysqlAction> joined(List<MysqlAction> actions) {
        boolean both = actions.stream().anyMatch(each -> each.is(MysqlOperation.DROP_PRIMARY_KEY))
                && actions.stream().anyMatch(each -> each.is(MysqlOperation.ADD_PRIMARY_KEY));
        return both
                ? actions.stream()
                        .map(each -> each.is(MysqlOperation.DROP_PRIMARY_KEY, MysqlOperation.ADD_PRIMARY_KEY)
                                ? each.as(MysqlOperation.REPLACE_PRIMARY_KEY)
                                : each)
                        .toList()
                : actions;
    }

    private void part(SyntaxTree part) {
        switch (part.rule()) {
            case "createTableOption" -> add(option(part), part);
            case "alterPartition" -> add(partition(part), part);
            case "partitionClause" -> add(MysqlOperation.REPARTITION, part);
            default -> item(part);
        }
    }

    private void item(SyntaxTree part) {
        switch (part.words().get(0)) {
            case "ADD" -> added(part);
            case "DROP" -> add(dropped(part), part);
            case "MODIFY" -> add(MysqlOperation.CHANGE_TYPE, part);
            case "CHANGE" -> {
                add(MysqlOperation.CHANGE_TYPE, part);
                if (renames(part)) {
                    add(MysqlOperation.RENAME_COLUMN, part);
                }
            }
            case "RENAME" -> add(renamed(part), part);
            case "ALTER" -> add(altered(part), part);
            case "CONVERT" -> add(MysqlOperation.CONVERT_CHARSET, part);
            case "FORCE" -> add(MysqlOperation.REBUILD_TABLE, part);
            case "ORDER" -> add(MysqlOperation.CHANGE_TYPE, part);
            default -> known = false;
        }
    }

    private void added(SyntaxTree part) {
        if (part.has("tableConstraintDef")) {
            add(constraint(part), part);
            return;
        }
        for (SyntaxTree column : part.all("columnDefinition")) {
            add(column(part, column), part);
            if (column.says("PRIMARY", "KEY")) {
                add(MysqlOperation.ADD_PRIMARY_KEY, part);
            } else if (column.all("columnAttribute").stream().anyMatch(each -> each.starts("UNIQUE"))) {
                add(MysqlOperation.ADD_INDEX, part);
            }
        }
    }

    private static MysqlOperation column(SyntaxTree part, SyntaxTree column) {
        if (column.says("STORED") || column.says("PERSISTENT")) {
            return MysqlOperation.ADD_STORED_COLUMN;
        }
        if (column.says("AUTO_INCREMENT")) {
            return MysqlOperation.ADD_AUTO_INCREMENT;
        }
        if (column.says("AS", "(")) {
            return MysqlOperation.ADD_VIRTUAL_COLUMN;
        }
        return part.has("place") ? MysqlOperation.ADD_COLUMN_INSIDE : MysqlOperation.ADD_COLUMN;
    }

    private static MysqlOperation constraint(SyntaxTree part) {
        if (part.says("FOREIGN", "KEY")) {
            return MysqlOperation.ADD_FOREIGN_KEY;
        }
        if (part.has("checkConstraint")) {
            return MysqlOperation.ADD_CHECK;
        }
        return part.says("PRIMARY", "KEY") ? MysqlOperation.ADD_PRIMARY_KEY : index(part);
    }

    static MysqlOperation index(SyntaxTree part) {
        if (part.says("FULLTEXT")) {
            return MysqlOperation.ADD_FULLTEXT;
        }
        return part.says("SPATIAL") ? MysqlOperation.ADD_SPATIAL : MysqlOperation.ADD_INDEX;
    }

    private static MysqlOperation dropped(SyntaxTree part) {
        if (part.starts("DROP", "PRIMARY", "KEY")) {
            return MysqlOperation.DROP_PRIMARY_KEY;
        }
        if (part.starts("DROP", "FOREIGN", "KEY")) {
            return MysqlOperation.DROP_FOREIGN_KEY;
        }
        if (part.starts("DROP", "CHECK") || part.starts("DROP", "CONSTRAINT")) {
            return MysqlOperation.DROP_CHECK;
        }
        return part.starts("DROP", "INDEX") || part.starts("DROP", "KEY")
                ? MysqlOperation.DROP_INDEX
                : MysqlOperation.DROP_COLUMN;
    }

    private static MysqlOperation renamed(SyntaxTree part) {
        if (part.starts("RENAME", "COLUMN")) {
            return MysqlOperation.RENAME_COLUMN;
        }
        return part.has("keyOrIndex") ? MysqlOperation.RENAME_INDEX : MysqlOperation.RENAME_TABLE;
    }

    private static MysqlOperation altered(SyntaxTree part) {
        if (part.has("visibility")) {
            return MysqlOperation.SHOW_INDEX;
        }
        return part.says("DEFAULT") ? MysqlOperation.CHANGE_COLUMN_DEFAULT : MysqlOperation.ADD_CHECK;
    }

    private static MysqlOperation option(SyntaxTree part) {
        if (part.starts("ENGINE")) {
            return part.says("INNODB") ? MysqlOperation.REBUILD_TABLE : MysqlOperation.CHANGE_ENGINE;
        }
        if (part.starts("ROW_FORMAT") || part.starts("KEY_BLOCK_SIZE")) {
            return MysqlOperation.REBUILD_TABLE;
        }
        return part.has("defaultCharset") || part.has("defaultCollation")
                ? MysqlOperation.DEFAULT_CHARSET
                : MysqlOperation.TABLE_OPTION;
    }

    private static MysqlOperation partition(SyntaxTree part) {
        if (part.starts("ADD") && part.says("VALUES")) {
            return MysqlOperation.ADD_PARTITION;
        }
        boolean drops = part.starts("DROP") || part.starts("TRUNCATE");
        return drops ? MysqlOperation.DROP_PARTITION : MysqlOperation.REORGANIZE_PARTITION;
    }

    private static boolean renames(SyntaxTree change) {
        String old = change.children().stream()
                .filter(child ->
                        child.rule().equals("identifier") || child.rule().equals("columnName"))
                .findFirst()
                .map(SyntaxTree::text)
                .orElse("");
        String now = change.first("columnDefinition")
                .map(column -> column.children().get(0).text())
                .orElse(old);
        return !old.replace("`", "").equalsIgnoreCase(now.replace("`", ""));
    }

    private void add(MysqlOperation operation, SyntaxTree part) {
        actions.add(onTable(operation, table, part));
    }
}
