package dev.ficus.migrations.postgres.lint;

import static dev.ficus.migrations.postgres.lint.PostgresRules.finds;

import dev.ficus.migrations.sql.lint.Rule;
import dev.ficus.migrations.sql.lint.Scope;
import dev.ficus.migrations.sql.lint.SyntaxTree;
import java.util.List;
import java.util.Locale;

/** Rules about columns. */
final class ColumnRules {
    private ColumnRules() {}

    static List<Rule<PostgresAction>> all() {
        return List.of(
                Rule.error(
                        "PG008",
                        "a NOT NULL column is added without a default",
                        finds(
                                "the server refuses it if %s has a row, and the running application cannot insert any more",
                                "add a DEFAULT, or add the column without NOT NULL, fill it, and set NOT NULL later",
                                ColumnRules::lacksDefault)),
                Rule.warning(
                        "PG009",
                        "a column is added with a volatile default",
                        finds(
                                "reads and writes of %s wait while it is rewritten with a value for each row",
                                "add the column without the default, set the default, and fill the old rows in batches",
                                PostgresOperation.ADD_COLUMN_VOLATILE)),
                Rule.warning(
                        "PG010",
                        "a serial, identity or stored generated column is added",
                        finds(
                                "reads and writes of %s wait while it is rewritten with a value for each row",
                                "add a plain column, fill it in batches, and attach the sequence or a trigger to it",
                                PostgresOperation.ADD_COLUMN_COMPUTED)),
                Rule.warning(
                        "PG011",
                        "the type of a column is changed by rewriting the table",
                        finds(
                                "reads and writes of %s wait while it and its indexes are rewritten",
                                "add a column of the new type, fill it in batches, and switch the application over",
                                PostgresOperation.CHANGE_TYPE)),
                Rule.error(
                        "PG012",
                        "a column is dropped",
                        finds(
                                "its data is gone, and what the running application asks of it in %s fails",
                                "drop it once nothing that runs names it, and say so: -- ficus: allow PG012 REASON",
                                PostgresOperation.DROP_COLUMN)),
                Rule.error(
                        "PG014",
                        "a column is renamed",
                        finds(
                                "what the running application asks of %s by the old name fails at once",
                                "add a column, write both, move the readers, and drop the old one later",
                                PostgresOperation.RENAME_COLUMN)),
                Rule.info(
                        "PG027",
                        "a column of type json",
                        (scope, hits) -> types(
                                scope,
                                hits,
                                "JSON",
                                "%s gets a json column, which is kept as text: no equality, no index",
                                "write jsonb, unless the exact text matters")),
                Rule.info(
                        "PG028",
                        "a timestamp without time zone",
                        (scope, hits) -> types(
                                scope,
                                hits,
                                "TIMESTAMP",
                                "%s gets a timestamp without time zone: what moment it means depends on who reads it",
                                "write timestamptz")));
    }

    private static boolean lacksDefault(PostgresAction action) {
        if (!action.is(PostgresOperation.ADD_COLUMN)) {
            return false;
        }
        List<SyntaxTree> constraints = action.tree().all("columnConstraintOption");
        boolean notNull = constraints.stream().anyMatch(each -> each.starts("NOT", "NULL") || each.starts("PRIMARY"));
        return notNull && constraints.stream().noneMatch(each -> each.starts("DEFAULT") || each.starts("GENERATED"));
    }

    private static void types(Scope<PostgresAction> scope, Rule.Hits hits, String type, String what, String fix) {
        scope.actions().stream()
                .filter(action -> action.is(PostgresOperation.CREATE_TABLE, PostgresOperation.ADD_COLUMN))
                .filter(action -> action.tree().all("dataTypeName").stream().anyMatch(each -> isType(each, type)))
                .forEach(action -> hits.add(action.name(), what.replace("%s", action.name()), fix));
    }

    private static boolean isType(SyntaxTree written, String type) {
        String text = written.text().toUpperCase(Locale.ROOT);
        return text.equals(type)
                || (text.startsWith(type)
                        && !text.startsWith(type + "TZ")
                        && !text.startsWith("JSONB")
                        && !text.contains("WITH TIME ZONE"));
    }
}
