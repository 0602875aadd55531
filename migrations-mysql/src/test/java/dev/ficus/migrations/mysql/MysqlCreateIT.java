package dev.ficus.migrations.mysql;

import dev.ficus.core.history.MigrationHistory;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.migrations.sql.contract.CreateContract;

class MysqlCreateIT extends CreateContract {
    @Override
    protected DatabaseKind kind() {
        return DatabaseKind.MYSQL;
    }

    @Override
    protected MigrationHistory open(DatabaseSettings database) {
        return MysqlHistory.open(database);
    }
}
