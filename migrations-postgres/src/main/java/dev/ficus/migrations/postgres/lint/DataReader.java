package dev.ficus.migrations.postgres.lint;

import static dev.ficus.migrations.postgres.lint.PostgresAction.onTable;

import dev.ficus.migrations.sql.lint.SyntaxTree;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads what reads and writes rows. */
final class DataReader {
    private DataReader() {}

    static List<PostgresAction> actions(SyntaxTree statement) {
        List<PostgresAction> actions = new ArrayList<>();
        write(statement, actions);
        for (String rule : List.of("insert", "update", "delete")) {
            statement.all(rule).forEach(inner -> write(inner, actions));
        }
        Set<String> names =
                statement.all("alias").stream().map(SyntaxTree::text).collect(Collectors.toSet());
        actions.forEach(action -> names.add(action.name()));
        PostgresOperation read =
                statement.has("forLockingClause") ? PostgresOperation.LOCK_ROWS : PostgresOperation.READ;
        for (String table : read(statement)) {
            if (names.add(table)) {
                actions.add(onTable(read, table, statement));
            }
        }
        return setsLockTimeout(statement) ? List.of(timeout(statement)) : actions;
    }

    private static void write(SyntaxTree statement, List<PostgresAction> actions) {
        boolean some =
                statement.children().stream().anyMatch(child -> child.rule().equals("whereOrCurrentClause"));
        switch (statement.rule()) {
            case "insert" ->
                actions.add(onTable(PostgresOperation.INSERT, first(statement, "insertTarget"), statement));
            case "copy" -> {
                boolean reads = statement.says("TO");
                PostgresOperation operation = reads ? PostgresOperation.READ : PostgresOperation.INSERT;
                statement
                        .first("qualifiedName")
                        .ifPresent(table -> actions.add(onTable(operation, table.text(), statement)));
            }
            case "update" ->
                actions.add(onTable(
                        some ? PostgresOperation.UPDATE : PostgresOperation.UPDATE_ALL,
                        first(statement, "relationExprOptAlias"),
                        statement));
            case "delete" ->
                actions.add(onTable(
                        some ? PostgresOperation.DELETE : PostgresOperation.DELETE_ALL,
                        first(statement, "relationExprOptAlias"),
                        statement));
            default -> {
                // A query that writes nothing itself.
            }
        }
    }

    private static String first(SyntaxTree statement, String rule) {
        return statement
                .first(rule)
                .map(target -> PostgresReader.name(target, "qualifiedName"))
                .orElse("");
    }

    private static Set<String> read(SyntaxTree statement) {
        return statement.all("relationExpr").stream()
                .map(relation -> PostgresReader.name(relation, "qualifiedName"))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** {@code SELECT set_config('lock_timeout', '5s', true)}. */
    private static boolean setsLockTimeout(SyntaxTree statement) {
        return statement.rule().equals("select")
                && statement.says("SET_CONFIG", "(", "'LOCK_TIMEOUT'")
                && !statement.says("'LOCK_TIMEOUT'", ",", "'0'");
    }

    private static PostgresAction timeout(SyntaxTree statement) {
        return PostgresAction.of(PostgresOperation.SET_LOCK_TIMEOUT, "statement", "", statement);
    }
}
