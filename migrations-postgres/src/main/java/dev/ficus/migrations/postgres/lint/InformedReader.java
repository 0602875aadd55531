package dev.ficus.migrations.postgres.lint;

import dev.ficus.migrations.sql.lint.SqlReader;
import dev.ficus.migrations.sql.lint.SyntaxTree;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads statements, and asks the catalog where it depends on what is there: types, functions, checks, tables of indexes. */
final class InformedReader implements SqlReader<PostgresAction> {
    private final PostgresReader reader = new PostgresReader();
    private final PostgresCatalog catalog;

    InformedReader(PostgresCatalog catalog) {
        this.catalog = catalog;
    }

    @Override
    public Optional<List<PostgresAction>> read(String statement) throws SQLException {
        Optional<List<PostgresAction>> actions = reader.read(statement);
        if (actions.isEmpty()) {
            return actions;
        }
        List<PostgresAction> informed = new ArrayList<>();
        for (PostgresAction action : actions.get()) {
            informed.add(informed(action));
            table(action).ifPresent(informed::add);
            informed.addAll(read(action));
        }
        return Optional.of(informed);
    }

    private PostgresAction informed(PostgresAction action) throws SQLException {
        if (action.is(PostgresOperation.REINDEX) && action.kind().equals("index")) {
            return action.with(LockMode.ACCESS_EXCLUSIVE);
        }
        boolean lighter = switch (action.operation()) {
            case CHANGE_TYPE -> keepsBytes(action);
            case ADD_COLUMN_VOLATILE -> isStable(action.tree());
            case SET_NOT_NULL -> isChecked(action);
            default -> false;
        };
        if (!lighter) {
            return action;
        }
        PostgresOperation operation = switch (action.operation()) {
            case CHANGE_TYPE -> PostgresOperation.CHANGE_TYPE_IN_PLACE;
            case SET_NOT_NULL -> PostgresOperation.ALTER_COLUMN;
            default -> PostgresOperation.ADD_COLUMN;
        };
        return PostgresAction.onTable(operation, action.name(), action.tree());
    }

    private boolean keepsBytes(PostgresAction action) throws SQLException {
        Optional<String> old = catalog.type(action.name(), PostgresReader.name(action.tree(), "columnName"));
        return old.isPresent()
                && !action.tree().says("USING")
                && ColumnType.of(old.get()).keepsBytes(ColumnType.of(PostgresReader.name(action.tree(), "dataType")));
    }

    private boolean isStable(SyntaxTree column) throws SQLException {
        for (SyntaxTree function : column.all("funcName")) {
            if (!catalog.isStable(function.text().toLowerCase(Locale.ROOT).replaceFirst(".*\\.", ""))) {
                return false;
            }
        }
        return true;
    }

    /** Source: PostgreSQL manual, ALTER TABLE, SET NOT NULL: a valid check that proves it spares the scan (12 and later). */
    private boolean isChecked(PostgresAction action) throws SQLException {
        String column = PostgresAction.key(PostgresReader.name(action.tree(), "columnName"));
        return catalog.checks(action.name()).stream()
                .anyMatch(check -> check.toLowerCase(Locale.ROOT).contains("(" + column + " is not null)"));
    }

    /** The tables that a materialized view is built from. */
    private List<PostgresAction> read(PostgresAction action) throws SQLException {
        if (!action.is(PostgresOperation.REFRESH_VIEW, PostgresOperation.REFRESH_VIEW_CONCURRENTLY)) {
            return List.of();
        }
        return catalog.sources(action.name()).stream()
                .map(table -> PostgresAction.onTable(PostgresOperation.READ, table, action.tree()))
                .toList();
    }

    private Optional<PostgresAction> table(PostgresAction action) throws SQLException {
        boolean ofIndex = action.kind().equals("index")
                && Stream.of(
                                PostgresOperation.DROP_INDEX,
                                PostgresOperation.DROP_INDEX_CONCURRENTLY,
                                PostgresOperation.REINDEX,
                                PostgresOperation.REINDEX_CONCURRENTLY)
                        .anyMatch(action::is);
        return ofIndex
                ? catalog.tableOf(action.name())
                        .map(table -> PostgresAction.onTable(action.operation(), table, action.tree()))
                : Optional.empty();
    }
}
