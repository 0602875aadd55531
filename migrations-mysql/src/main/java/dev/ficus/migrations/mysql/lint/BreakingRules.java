package dev.ficus.migrations.mysql.lint;

import static dev.ficus.migrations.mysql.lint.MysqlRules.finds;

import dev.ficus.migrations.sql.lint.Rule;
import java.util.List;

/** Rules about what loses data or breaks the application that is running. */
final class BreakingRules {
    private BreakingRules() {}

    static List<Rule<MysqlAction>> all() {
        return List.of(
                Rule.error(
                        "MY011",
                        "a column is dropped",
                        finds(
                                "its data is gone, and what the running application asks of it in %s fails",
                                "drop it once nothing that runs names it, and say so: -- ficus: allow MY011 REASON",
                                MysqlOperation.DROP_COLUMN)),
                Rule.error(
                        "MY012",
                        "a table or database is dropped",
                        finds(
                                "the data of %s is gone, and what the running application asks of it fails",
                                "drop it once nothing that runs names it, and say so: -- ficus: allow MY012 REASON",
                                MysqlOperation.DROP_TABLE,
                                MysqlOperation.DROP_DATABASE)),
                Rule.error(
                        "MY013",
                        "a column is renamed",
                        finds(
                                "what the running application asks of %s by the old name fails at once",
                                "add a column, write both, move the readers, and drop the old one later",
                                MysqlOperation.RENAME_COLUMN)),
                Rule.error(
                        "MY014",
                        "a table is renamed",
                        (scope, hits) -> MysqlRules.inUse(scope)
                                .filter(action -> action.is(MysqlOperation.RENAME_TABLE))
                                .limit(1)
                                .forEach(action -> hits.add(
                                        action.name(),
                                        "what the running application asks of " + action.name()
                                                + " by the old name fails at once",
                                        "make a view of the old name in the next change, and say so:"
                                                + " -- ficus: allow MY014 REASON"))),
                Rule.error(
                        "MY015",
                        "TRUNCATE",
                        finds(
                                "all rows of %s are gone, and it cannot be rolled back",
                                "delete what has to go in batches with a WHERE, or say so: -- ficus: allow MY015 REASON",
                                MysqlOperation.TRUNCATE)),
                Rule.warning(
                        "MY016",
                        "UPDATE without WHERE",
                        finds(
                                "every row of %s is written and stays locked until the change ends",
                                "update in batches, each with a WHERE over a range of the key, in an application or a job",
                                MysqlOperation.UPDATE_ALL)),
                Rule.error(
                        "MY017",
                        "DELETE without WHERE",
                        finds(
                                "all rows of %s are gone",
                                "say which rows with a WHERE, or say so: -- ficus: allow MY017 REASON",
                                MysqlOperation.DELETE_ALL)),
                Rule.warning(
                        "MY022",
                        "a NOT NULL column is added without a default",
                        finds(
                                "the inserts of the running application into %s, which do not name the column, fail",
                                "add a DEFAULT, or add the column without NOT NULL and set it later",
                                BreakingRules::lacksDefault)));
    }

    private static boolean lacksDefault(MysqlAction action) {
        return action.is(MysqlOperation.ADD_COLUMN, MysqlOperation.ADD_COLUMN_INSIDE)
                && action.tree().all("columnDefinition").stream()
                        .anyMatch(column -> column.says("NOT", "NULL") && !column.says("DEFAULT"));
    }
}
