package dev.ficus.migrations.mysql.lint;

import static dev.ficus.migrations.mysql.lint.MysqlAction.onTable;

import dev.ficus.migrations.sql.lint.SqlReader;
import dev.ficus.migrations.sql.lint.SyntaxTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementLexer;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser;

/** Reads MySQL's and MariaDB's statements with the grammar of Apache ShardingSphere (ADR 16). Stateless. */
final class MysqlReader implements SqlReader<MysqlAction> {
    private static final Set<String> OTHER = Set.of(
            "createDatabase",
            "alterDatabase",
            "createProcedure",
            "createFunction",
            "createEvent",
            "dropProcedure",
            "dropFunction",
            "dropEvent",
            "createUser",
            "dropUser",
            "alterUser",
            "createRole",
            "grant",
            "revoke",
            "setCharacter",
            "setVariable",
            "show",
            "use",
            "beginTransaction",
            "commit",
            "rollback",
            "unlock",
            "analyzeTable",
            "showVariables",
            "showTables",
            "explain");

    @Override
    public Optional<List<MysqlAction>> read(String statement) {
        if (statement.contains("/*!") || statement.contains("/*M!")) {
            return Optional.empty();
        }
        Optional<List<MysqlAction>> actions = parse(statement);
        if (actions.isPresent()) {
            return actions;
        }
        Optional<MariadbWords.Plain> plain = MariadbWords.without(statement);
        return plain.flatMap(each -> parse(each.statement()).map(known -> each.waits() ? waiting(known) : known));
    }

    private static List<MysqlAction> waiting(List<MysqlAction> known) {
        List<MysqlAction> all = new ArrayList<>(known);
        all.add(new MysqlAction(
                MysqlOperation.SET_LOCK_TIMEOUT, "statement", "", known.get(0).tree()));
        return all;
    }

    private static Optional<List<MysqlAction>> parse(String statement) {
        return SyntaxTree.parse(
                        statement, MySQLStatementLexer::new, MySQLStatementParser::new, MySQLStatementParser::execute)
                .map(root -> root.children().get(0))
                .map(first ->
                        first.rule().equals("alterStatement") ? first.children().get(0) : first)
                .flatMap(MysqlReader::actions);
    }

    private static Optional<List<MysqlAction>> actions(SyntaxTree statement) {
        return switch (statement.rule()) {
            case "createTable" -> one(MysqlOperation.CREATE_TABLE, statement);
            case "alterTable" -> AlterTableReader.actions(statement);
            case "createIndex" -> one(AlterTableReader.index(statement), statement);
            case "dropIndex" -> one(MysqlOperation.DROP_INDEX, statement);
            case "dropTable" -> each(MysqlOperation.DROP_TABLE, statement);
            case "truncateTable" -> each(MysqlOperation.TRUNCATE, statement);
            case "renameTable" -> each(MysqlOperation.RENAME_TABLE, statement);
            case "optimizeTable" -> each(MysqlOperation.REBUILD_TABLE, statement);
            case "lock" -> each(MysqlOperation.LOCK_TABLES, statement);
            case "createTrigger" -> one(MysqlOperation.TRIGGER, statement);
            case "dropTrigger" -> named(MysqlOperation.TRIGGER, "trigger", statement, "triggerName");
            case "createView", "alterView", "dropView" -> named(MysqlOperation.VIEW, "view", statement, "viewName");
            case "dropDatabase" -> named(MysqlOperation.DROP_DATABASE, "database", statement, "databaseName");
            case "insert", "replace", "loadStatement" -> one(MysqlOperation.INSERT, statement);
            case "update" -> data(statement, MysqlOperation.UPDATE, MysqlOperation.UPDATE_ALL);
            case "delete" -> data(statement, MysqlOperation.DELETE, MysqlOperation.DELETE_ALL);
            case "select" -> each(MysqlOperation.READ, statement);
            default -> OTHER.contains(statement.rule()) ? Optional.of(List.of(other(statement))) : Optional.empty();
        };
    }

    /** A write has a WHERE of its own, or joins another table, which chooses the rows. */
    private static Optional<List<MysqlAction>> data(SyntaxTree statement, MysqlOperation some, MysqlOperation all) {
        boolean chosen = statement.children().stream()
                        .anyMatch(child -> child.rule().equals("whereClause")
                                || child.rule().equals("limitClause"))
                || statement.has("joinedTable");
        return one(chosen ? some : all, statement);
    }

    private static MysqlAction other(SyntaxTree statement) {
        if (statement.rule().equals("setVariable")) {
            List<String> words = statement.words();
            String text = String.join(" ", words).toUpperCase(Locale.ROOT);
            if (words.contains("LOCK_WAIT_TIMEOUT")
                    || text.contains("@@LOCK_WAIT_TIMEOUT")
                    || text.contains(". LOCK_WAIT_TIMEOUT")) {
                return new MysqlAction(MysqlOperation.SET_LOCK_TIMEOUT, "statement", "", statement);
            }
            if (text.matches(".*\\bFOREIGN_KEY_CHECKS :?= (0|OFF|FALSE)\\b.*")) {
                return new MysqlAction(MysqlOperation.SKIP_FOREIGN_KEY_CHECKS, "statement", "", statement);
            }
        }
        return new MysqlAction(MysqlOperation.OTHER, "statement", "", statement);
    }

    private static Optional<List<MysqlAction>> one(MysqlOperation operation, SyntaxTree statement) {
        return Optional.of(List.of(onTable(operation, name(statement, "tableName"), statement)));
    }

    private static Optional<List<MysqlAction>> each(MysqlOperation operation, SyntaxTree statement) {
        return Optional.of(statement.all("tableName").stream()
                .map(table -> onTable(operation, table.text(), statement))
                .toList());
    }

    private static Optional<List<MysqlAction>> named(
            MysqlOperation operation, String kind, SyntaxTree statement, String rule) {
        return Optional.of(List.of(new MysqlAction(operation, kind, name(statement, rule), statement)));
    }

    static String name(SyntaxTree tree, String rule) {
        return tree.first(rule).map(SyntaxTree::text).orElse("");
    }
}
