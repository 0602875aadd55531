package dev.ficus.migrations.sql;

import java.util.List;
import liquibase.change.Change;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.changelog.visitor.AbstractChangeExecListener;
import liquibase.database.Database;
import liquibase.exception.DatabaseException;
import liquibase.executor.jvm.JdbcExecutor;
import liquibase.sql.visitor.SqlVisitor;
import liquibase.statement.ExecutablePreparedStatement;
import liquibase.statement.SqlStatement;
import liquibase.statement.core.RawParameterizedSqlStatement;
import liquibase.statement.core.RawSqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * Liquibase's way to the server, which shows every statement of a change to a {@link StatementLog}. What Liquibase
 * sends besides (its own tables, preconditions) goes through unseen.
 */
final class LoggedExecutor extends JdbcExecutor {
    private @Nullable StatementLog log;
    private boolean insideChange;

    LoggedExecutor(Database database) {
        setDatabase(database);
    }

    void use(@Nullable StatementLog log) {
        this.log = log;
        this.insideChange = false;
    }

    /** Tells when the statements of a change begin and end. */
    AbstractChangeExecListener listener() {
        return new AbstractChangeExecListener() {
            @Override
            public void willRun(Change change, ChangeSet changeSet, DatabaseChangeLog changeLog, Database database) {
                insideChange = true;
            }

            @Override
            public void ran(Change change, ChangeSet changeSet, DatabaseChangeLog changeLog, Database database) {
                insideChange = false;
            }
        };
    }

    @Override
    public void execute(SqlStatement sql, @Nullable List<SqlVisitor> visitors) throws DatabaseException {
        StatementLog current = log;
        if (current == null || !insideChange) {
            super.execute(sql, visitors);
        } else if (isPrepared(sql)) {
            logged(current, String.valueOf(sql), () -> super.execute(sql, visitors));
        } else {
            for (String text : applyVisitors(sql, visitors)) {
                logged(current, text, () -> super.execute(new RawSqlStatement(text), List.of()));
            }
        }
    }

    /** How many times {@link StatementLog#run} will be called for this statement. */
    int count(SqlStatement sql) throws DatabaseException {
        return isPrepared(sql) ? 1 : applyVisitors(sql, List.of()).length;
    }

    private static boolean isPrepared(SqlStatement sql) {
        return sql instanceof ExecutablePreparedStatement || sql instanceof RawParameterizedSqlStatement;
    }

    private void logged(StatementLog current, String text, StatementLog.Work work) throws DatabaseException {
        try {
            current.run(text, work);
        } catch (DatabaseException | RuntimeException e) {
            insideChange = false;
            throw e;
        } catch (Exception e) {
            insideChange = false;
            throw new DatabaseException(e);
        }
    }
}
