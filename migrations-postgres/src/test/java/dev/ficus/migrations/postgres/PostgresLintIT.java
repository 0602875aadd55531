package dev.ficus.migrations.postgres;

import dev.ficus.core.history.MigrationHistory;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.migrations.sql.contract.LintContract;

class PostgresLintIT extends LintContract {
    @Override
    protected DatabaseKind kind() {
        return DatabaseKind.POSTGRES;
    }

    @Override
    protected MigrationHistory open(DatabaseSettings database) {
        return PostgresHistory.open(database);
    }

    @Override
    protected String prefix() {
        return "PG";
    }

    @Override
    protected String dropTable() {
        return "PG013";
    }

    @Override
    protected String oldest() {
        return "PostgreSQL 12";
    }

    @Override
    protected String analyze(String table) {
        return "ANALYZE " + table;
    }
}
