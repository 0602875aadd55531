package dev.ficus.migrations.mysql;

import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.migrations.sql.SqlDialect;
import dev.ficus.migrations.sql.contract.FilesContract;

class MysqlFilesIT extends FilesContract {
    @Override
    protected DatabaseKind kind() {
        return DatabaseKind.MYSQL;
    }

    @Override
    protected SqlDialect dialect() {
        return new MysqlDialect();
    }

    @Override
    protected String schema() {
        return "database()";
    }
}
