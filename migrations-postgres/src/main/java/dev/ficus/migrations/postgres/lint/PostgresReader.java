package dev.ficus.migrations.postgres.lint;

import static dev.ficus.migrations.postgres.lint.PostgresAction.of;
import static dev.ficus.migrations.postgres.lint.PostgresAction.onTable;

import dev.ficus.migrations.sql.lint.SqlReader;
import dev.ficus.migrations.sql.lint.SyntaxTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.shardingsphere.sql.parser.autogen.PostgreSQLStatementLexer;
import org.apache.shardingsphere.sql.parser.autogen.PostgreSQLStatementParser;

/** Reads PostgreSQL's statements with the grammar of Apache ShardingSphere (ADR 16). Stateless. */
final class PostgresReader implements SqlReader<PostgresAction> {
    /** Statements that lock no table that is there, by the name of the grammar's rule. */
    private static final Set<String> OTHER = Set.of(
            "createSchema",
            "createExtension",
            "createFunction",
            "createProcedure",
            "createSequence",
            "createDomain",
            "createType",
            "createAggregate",
            "createRole",
            "createUser",
            "createGroup",
            "createCollation",
            "createCast",
            "alterFunction",
            "alterProcedure",
            "alterRole",
            "alterUser",
            "alterSchema",
            "alterExtension",
            "alterDefaultPrivileges",
            "dropFunction",
            "dropProcedure",
            "dropType",
            "dropDomain",
            "dropExtension",
            "dropRole",
            "dropSequence",
            "dropAggregate",
            "grant",
            "revoke",
            "show",
            "set",
            "resetParameter",
            "notifyStmt",
            "beginTransaction",
            "commit",
            "rollback",
            "alterDomain");

    @Override
    public Optional<List<PostgresAction>> read(String statement) {
        Optional<List<PostgresAction>> words = UnparsedStatements.read(statement);
        if (words.isPresent()) {
            return words;
        }
        return SyntaxTree.parse(
                        DollarQuotes.asPlain(statement),
                        PostgreSQLStatementLexer::new,
                        PostgreSQLStatementParser::new,
                        PostgreSQLStatementParser::execute)
                .map(root -> root.children().get(0))
                .flatMap(PostgresReader::actions);
    }

    private static Optional<List<PostgresAction>> actions(SyntaxTree statement) {
        return switch (statement.rule()) {
            case "createTable" -> Optional.of(CreateTableReader.actions(statement));
            case "alterTable" -> AlterTableReader.actions(statement);
            case "createIndex", "dropIndex", "reindex", "alterIndex" -> Optional.of(indexes(statement));
            case "insert", "update", "delete", "select", "copy" -> Optional.of(DataReader.actions(statement));
            case "createView", "createMaterializedView" -> Optional.of(view(statement));
            case "comment" -> Optional.of(comment(statement));
            case "dropTable" -> each(PostgresOperation.DROP_TABLE, "table", statement, "tableName");
            case "truncateTable" -> each(PostgresOperation.TRUNCATE, "table", statement, "tableName");
            case "cluster" -> each(PostgresOperation.CLUSTER, "table", statement, "tableName");
            case "dropView" -> each(PostgresOperation.DROP_VIEW, "view", statement, "qualifiedName");
            case "dropMaterializedView" -> each(PostgresOperation.DROP_VIEW, "view", statement, "anyName");
            case "alterView", "alterMaterializedView" ->
                each(PostgresOperation.ALTER_VIEW, "view", statement, "qualifiedName")
                        .map(all -> all.subList(0, 1));
            case "alterSequence" -> each(PostgresOperation.ALTER_SEQUENCE, "sequence", statement, "qualifiedName");
            case "createTrigger" -> each(PostgresOperation.CREATE_TRIGGER, "table", statement, "qualifiedName");
            case "createPolicy", "alterPolicy", "dropPolicy" ->
                each(PostgresOperation.ALTER_TABLE, "table", statement, "qualifiedName");
            case "dropSchema" -> each(PostgresOperation.DROP_SCHEMA, "schema", statement, "name");
            case "analyzeTable" -> each(PostgresOperation.VACUUM, "table", statement, "qualifiedName");
            case "refreshMatViewStmt" -> refresh(statement);
            case "vacuum" -> vacuum(statement);
            case "lock" -> lock(statement);
            case "alterType" -> alterType(statement);
            default -> OTHER.contains(statement.rule()) ? Optional.of(other(statement)) : Optional.empty();
        };
    }

    private static List<PostgresAction> indexes(SyntaxTree statement) {
        boolean concurrently = statement.says("CONCURRENTLY");
        switch (statement.rule()) {
            case "createIndex" -> {
                PostgresOperation operation =
                        concurrently ? PostgresOperation.CREATE_INDEX_CONCURRENTLY : PostgresOperation.CREATE_INDEX;
                return List.of(onTable(operation, name(statement, "tableName"), statement));
            }
            case "dropIndex" -> {
                PostgresOperation operation =
                        concurrently ? PostgresOperation.DROP_INDEX_CONCURRENTLY : PostgresOperation.DROP_INDEX;
                return all(operation, "index", statement, "qualifiedName").toList();
            }
            case "reindex" -> {
                PostgresOperation operation =
                        concurrently ? PostgresOperation.REINDEX_CONCURRENTLY : PostgresOperation.REINDEX;
                String kind = statement
                        .first("reindexTargetType")
                        .or(() -> statement.first("reindexTargetMultitable"))
                        .map(SyntaxTree::text)
                        .orElse("table");
                String name = statement
                        .first("qualifiedName")
                        .or(() -> statement.first("name"))
                        .map(SyntaxTree::text)
                        .orElse("");
                return List.of(of(operation, kind.toLowerCase(Locale.ROOT), name, statement));
            }
            default -> {
                return List.of(of(PostgresOperation.ALTER_INDEX, "index", name(statement, "qualifiedName"), statement));
            }
        }
    }

    private static List<PostgresAction> view(SyntaxTree statement) {
        List<PostgresAction> actions = new ArrayList<>(DataReader.actions(statement));
        if (statement.says("OR", "REPLACE")) {
            actions.add(of(PostgresOperation.ALTER_VIEW, "view", name(statement, "qualifiedName"), statement));
        }
        return actions.isEmpty() ? other(statement) : actions;
    }

    private static List<PostgresAction> comment(SyntaxTree statement) {
        String name = name(statement, "anyName");
        if (statement.says("ON", "COLUMN")) {
            return List.of(onTable(
                    PostgresOperation.TUNE_TABLE, name.substring(0, Math.max(0, name.lastIndexOf('.'))), statement));
        }
        return statement.says("ON", "TABLE")
                ? List.of(onTable(PostgresOperation.TUNE_TABLE, name, statement))
                : other(statement);
    }

    private static Optional<List<PostgresAction>> refresh(SyntaxTree statement) {
        PostgresOperation operation = statement.says("CONCURRENTLY")
                ? PostgresOperation.REFRESH_VIEW_CONCURRENTLY
                : PostgresOperation.REFRESH_VIEW;
        return Optional.of(List.of(of(operation, "materialized view", name(statement, "qualifiedName"), statement)));
    }

    private static Optional<List<PostgresAction>> vacuum(SyntaxTree statement) {
        boolean full = statement.says("FULL");
        PostgresOperation operation = full ? PostgresOperation.VACUUM_FULL : PostgresOperation.VACUUM;
        List<PostgresAction> tables =
                all(operation, "table", statement, "qualifiedName").toList();
        return Optional.of(tables.isEmpty() ? List.of(of(operation, "database", "", statement)) : tables);
    }

    private static Optional<List<PostgresAction>> lock(SyntaxTree statement) {
        LockMode mode = statement
                .first("lockType")
                .map(type -> LockMode.valueOf(String.join("_", type.words())))
                .orElse(LockMode.ACCESS_EXCLUSIVE);
        return Optional.of(statement.all("qualifiedName").stream()
                .map(table -> new PostgresAction(
                        PostgresOperation.LOCK_TABLE, "table", table.text(), Optional.of(mode), statement))
                .toList());
    }

    private static Optional<List<PostgresAction>> alterType(SyntaxTree statement) {
        if (statement.has("alterTypeCmds")) {
            return Optional.empty();
        }
        PostgresOperation operation =
                statement.says("ADD", "VALUE") ? PostgresOperation.ADD_ENUM_VALUE : PostgresOperation.OTHER;
        return Optional.of(List.of(of(operation, "type", name(statement, "anyName"), statement)));
    }

    private static List<PostgresAction> other(SyntaxTree statement) {
        boolean timeout = statement.rule().equals("set")
                && statement
                        .first("varName")
                        .filter(name -> name.starts("LOCK_TIMEOUT"))
                        .isPresent()
                && !statement.says("=", "0")
                && !statement.says("TO", "0");
        return List.of(
                of(timeout ? PostgresOperation.SET_LOCK_TIMEOUT : PostgresOperation.OTHER, "statement", "", statement));
    }

    private static Optional<List<PostgresAction>> each(
            PostgresOperation operation, String kind, SyntaxTree statement, String rule) {
        return Optional.of(all(operation, kind, statement, rule).toList());
    }

    private static Stream<PostgresAction> all(
            PostgresOperation operation, String kind, SyntaxTree statement, String rule) {
        return statement.all(rule).stream().map(name -> of(operation, kind, name.text(), statement));
    }

    static String name(SyntaxTree tree, String rule) {
        return tree.first(rule).map(SyntaxTree::text).orElse("");
    }
}
