package dev.ficus.migrations.mysql;

import dev.ficus.core.history.MigrationHistory;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.migrations.sql.contract.LintContract;

class MysqlLintIT extends LintContract {
    @Override
    protected DatabaseKind kind() {
        return DatabaseKind.MYSQL;
    }

    @Override
    protected MigrationHistory open(DatabaseSettings database) {
        return MysqlHistory.open(database);
    }

    @Override
    protected String prefix() {
        return "MY";
    }

    @Override
    protected String dropTable() {
        return "MY012";
    }

    @Override
    protected String oldest() {
        return "MySQL 8.0.12";
    }

    @Override
    protected String analyze(String table) {
        return "ANALYZE TABLE " + table;
    }
}
