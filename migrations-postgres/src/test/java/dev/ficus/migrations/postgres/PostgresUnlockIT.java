package dev.ficus.migrations.postgres;

import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.migrations.sql.SqlDialect;
import dev.ficus.migrations.sql.contract.UnlockContract;

class PostgresUnlockIT extends UnlockContract {
    @Override
    protected DatabaseKind kind() {
        return DatabaseKind.POSTGRES;
    }

    @Override
    protected SqlDialect dialect() {
        return new PostgresDialect();
    }

    @Override
    protected String endless() {
        return "SET client_connection_check_interval = 0;\nSELECT pg_sleep(601);";
    }

    @Override
    protected String endlessRuns() {
        return "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(60%'"
                + " AND datname = current_database() AND state = 'active'";
    }

    @Override
    protected String watched() {
        return "SELECT pg_sleep(602);";
    }

    @Override
    protected String watchedRuns() {
        return endlessRuns();
    }
}
