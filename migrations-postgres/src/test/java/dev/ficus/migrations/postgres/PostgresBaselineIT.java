package dev.ficus.migrations.postgres;

import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.migrations.sql.SqlDialect;
import dev.ficus.migrations.sql.contract.BaselineContract;

class PostgresBaselineIT extends BaselineContract {
    @Override
    protected DatabaseKind kind() {
        return DatabaseKind.POSTGRES;
    }

    @Override
    protected SqlDialect dialect() {
        return new PostgresDialect();
    }

    @Override
    protected String journaled(String statements) {
        return "-- ficus: no-transaction\n" + statements;
    }

    @Override
    protected String prismaTime() {
        return "TIMESTAMPTZ";
    }
}
