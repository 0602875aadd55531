package dev.ficus.migrations.sql;

import java.sql.Connection;
import java.sql.SQLException;
import liquibase.Scope;
import liquibase.changelog.ChangeLogHistoryServiceFactory;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.exception.LiquibaseException;
import liquibase.executor.ExecutorService;

/**
 * Liquibase on one connection, inside one {@link LiquibaseScope}. Opening it only reads.
 *
 * @param held the same connection as Liquibase sees it
 */
record LiquibaseSession(Connection connection, HeldConnection held, Database database, LoggedExecutor executor) {

    static LiquibaseSession open(Connection connection) throws LiquibaseException {
        HeldConnection held = new HeldConnection(connection);
        Database database = DatabaseFactory.getInstance().findCorrectDatabaseImplementation(held);
        LoggedExecutor executor = new LoggedExecutor(database);
        Scope.getCurrentScope().getSingleton(ExecutorService.class).setExecutor("jdbc", database, executor);
        return new LiquibaseSession(connection, held, database, executor);
    }

    /** Makes the tables of the history that are missing. */
    void prepare(HistoryTables tables) throws LiquibaseException, SQLException {
        connection.setAutoCommit(true);
        tables.create(connection);
        Scope.getCurrentScope()
                .getSingleton(ChangeLogHistoryServiceFactory.class)
                .getChangeLogService(database)
                .init();
    }

    ChangeSql sql() {
        return new ChangeSql(database, executor);
    }
}
