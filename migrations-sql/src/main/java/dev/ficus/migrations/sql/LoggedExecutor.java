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
    private @Nullable Change running;

    LoggedExecutor(Database database) {
        setDatabase(database);
    }

    void use(@Nullable StatementLog log) {
        this.log = log;
        this.running = null;
    }

    /** Tells when the statements of a change begin and end. */
    AbstractChangeExecListener listener() {
        return new AbstractChangeExecListener() {
            @Override
            public void willRun(Change change, ChangeSet changeSet, DatabaseChangeLog changeLog, Database database) {
                running = change;
            }

            @Override
            public void ran(Change change, ChangeSet changeSet, DatabaseChangeLog changeLog, Database database) {
                running = null;
            }
        };
    }

    @Override
    public void execute(SqlStatement sql, @Nullable List<SqlVisitor> visitors) throws DatabaseException {
        StatementLog current = log;
        Change change = running;
        if (current == null || change == null) {
            super.execute(sql, visitors);
        } else if (isPrepared(sql)) {
            logged(current, prepared(change), () -> super.execute(sql, visitors));
        } else {
            for (String text : applyVisitors(sql, visitors)) {
                logged(current, text, () -> super.execute(new RawSqlStatement(text), List.of()));
            }
        }
    }

    /** Runs statements of a way back, which Liquibase does not announce to {@link #listener}. */
    void execute(Change change, List<SqlStatement> statements, List<SqlVisitor> visitors) throws DatabaseException {
        running = change;
        for (SqlStatement statement : statements) {
            execute(statement, visitors);
        }
        running = null;
    }

    /** What {@link StatementLog#run} will be shown when this statement of this change runs. */
    List<String> texts(SqlStatement sql, List<SqlVisitor> visitors, Change change) throws DatabaseException {
        return isPrepared(sql) ? List.of(prepared(change)) : List.of(applyVisitors(sql, visitors));
    }

    private static String prepared(Change change) {
        return "-- " + change.getDescription() + ": its values are bound when it runs";
    }

    private static boolean isPrepared(SqlStatement sql) {
        return sql instanceof ExecutablePreparedStatement || sql instanceof RawParameterizedSqlStatement;
    }

    private void logged(StatementLog current, String text, StatementLog.Work work) throws DatabaseException {
        try {
            current.run(text, work);
        } catch (DatabaseException | RuntimeException e) {
            running = null;
            throw e;
        } catch (Exception e) {
            running = null;
            throw new DatabaseException(e);
        }
    }
}
