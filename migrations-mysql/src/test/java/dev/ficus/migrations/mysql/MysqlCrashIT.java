package dev.ficus.migrations.mysql;

import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.migrations.sql.SqlDialect;
import dev.ficus.migrations.sql.contract.CrashContract;

class MysqlCrashIT extends CrashContract {
    @Override
    protected DatabaseKind kind() {
        return DatabaseKind.MYSQL;
    }

    @Override
    protected SqlDialect dialect() {
        return new MysqlDialect();
    }

    @Override
    protected String journaled(String statements) {
        return statements;
    }

    @Override
    protected String schema() {
        return "database()";
    }
}
