package dev.ficus.migrations.mysql;

import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.migrations.sql.SqlDialect;
import dev.ficus.migrations.sql.contract.RaceContract;

class MysqlRaceIT extends RaceContract {
    @Override
    protected DatabaseKind kind() {
        return DatabaseKind.MYSQL;
    }

    @Override
    protected SqlDialect dialect() {
        return new MysqlDialect();
    }
}
