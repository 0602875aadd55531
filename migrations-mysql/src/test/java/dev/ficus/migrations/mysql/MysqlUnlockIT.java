package dev.ficus.migrations.mysql;

import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.migrations.sql.SqlDialect;
import dev.ficus.migrations.sql.contract.UnlockContract;

class MysqlUnlockIT extends UnlockContract {
    @Override
    protected DatabaseKind kind() {
        return DatabaseKind.MYSQL;
    }

    @Override
    protected SqlDialect dialect() {
        return new MysqlDialect();
    }

    @Override
    protected String endless() {
        return "DO BENCHMARK(1000000000000, 1 + 1);";
    }

    @Override
    protected String endlessRuns() {
        return running("DO BENCHMARK%");
    }

    @Override
    protected String watched() {
        return "DO SLEEP(602);";
    }

    @Override
    protected String watchedRuns() {
        return running("DO SLEEP%");
    }

    private static String running(String statement) {
        return "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE DB = DATABASE() AND INFO LIKE '" + statement
                + "'";
    }
}
