package dev.ficus.migrations.postgres;

import dev.ficus.core.history.MigrationHistory;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.migrations.sql.contract.CreateContract;

class PostgresCreateIT extends CreateContract {
    @Override
    protected DatabaseKind kind() {
        return DatabaseKind.POSTGRES;
    }

    @Override
    protected MigrationHistory open(DatabaseSettings database) {
        return PostgresHistory.open(database);
    }
}
