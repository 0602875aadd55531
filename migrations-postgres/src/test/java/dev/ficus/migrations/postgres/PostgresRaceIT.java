package dev.ficus.migrations.postgres;

import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.migrations.sql.SqlDialect;
import dev.ficus.migrations.sql.contract.RaceContract;

class PostgresRaceIT extends RaceContract {
    @Override
    protected DatabaseKind kind() {
        return DatabaseKind.POSTGRES;
    }

    @Override
    protected SqlDialect dialect() {
        return new PostgresDialect();
    }
}
