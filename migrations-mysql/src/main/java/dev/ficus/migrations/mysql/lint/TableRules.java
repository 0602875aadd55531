package dev.ficus.migrations.mysql.lint;

import dev.ficus.migrations.sql.lint.Rule;
import dev.ficus.migrations.sql.lint.SyntaxTree;
import java.util.List;
import java.util.Set;

/** Rules about what a table should be. */
final class TableRules {
    private static final Set<String> OLD = Set.of("UTF8", "UTF8MB3", "'UTF8'", "'UTF8MB3'");

    private TableRules() {}

    static List<Rule<MysqlAction>> all() {
        return List.of(
                Rule.warning(
                        "MY019",
                        "an engine other than InnoDB",
                        (scope, hits) -> scope.actions().stream()
                                .filter(action -> action.is(MysqlOperation.CREATE_TABLE, MysqlOperation.CHANGE_ENGINE))
                                .filter(TableRules::otherEngine)
                                .forEach(action -> hits.add(
                                        action.name(),
                                        action.name()
                                                + " gets an engine without transactions: a change of its rows is not rolled"
                                                + " back, and a crash can damage it",
                                        "write ENGINE=InnoDB, or nothing"))),
                Rule.warning(
                        "MY020",
                        "a table without a primary key",
                        (scope, hits) -> scope.actions().stream()
                                .filter(action -> action.is(MysqlOperation.CREATE_TABLE) && lacksKey(action.tree()))
                                .forEach(action -> hits.add(
                                        action.name(),
                                        action.name()
                                                + " has no primary key: replicas search it row by row, and it cannot be"
                                                + " streamed to PostgreSQL",
                                        "add PRIMARY KEY (...)"))),
                Rule.warning(
                        "MY021",
                        "the character set utf8mb3",
                        (scope, hits) -> scope.actions().stream()
                                .filter(action -> action.tree().all("charsetName").stream()
                                        .anyMatch(name -> OLD.contains(String.join("", name.words()))))
                                .limit(1)
                                .forEach(action -> hits.add(
                                        action.name(),
                                        "utf8mb3 (also called utf8) has no room for characters of four bytes, such as emoji, and"
                                                + " will go",
                                        "write utf8mb4"))));
    }

    private static boolean otherEngine(MysqlAction action) {
        return action.tree().root().all("engineRef").stream().anyMatch(engine -> !engine.says("INNODB"));
    }

    private static boolean lacksKey(SyntaxTree statement) {
        return statement.has("createDefinitionClause") && !statement.says("PRIMARY", "KEY");
    }
}
