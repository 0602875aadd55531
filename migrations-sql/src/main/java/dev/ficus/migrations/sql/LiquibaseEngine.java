package dev.ficus.migrations.sql;

import dev.ficus.core.history.MigrationPlan.Direction;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import liquibase.ChecksumVersion;
import liquibase.Scope;
import liquibase.changelog.ChangeSet;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.exception.LiquibaseException;
import liquibase.executor.ExecutorService;
import liquibase.sql.visitor.SqlVisitor;
import liquibase.sqlgenerator.core.MarkChangeSetRanGenerator;

/** Runs changes in Liquibase's formats, through Liquibase. Lives inside one {@link LiquibaseScope}. Not thread-safe. */
final class LiquibaseEngine implements ChangeEngine {
    private final HeldConnection held;
    private final Database database;
    private final LoggedExecutor executor;
    private final ChangeSql sql;

    /** Only reads. */
    LiquibaseEngine(Connection connection) throws LiquibaseException {
        this.held = new HeldConnection(connection);
        this.database = DatabaseFactory.getInstance().findCorrectDatabaseImplementation(held);
        this.executor = new LoggedExecutor(database);
        Scope.getCurrentScope().getSingleton(ExecutorService.class).setExecutor("jdbc", database, executor);
        this.sql = new ChangeSql(database, executor);
    }

    @Override
    public List<String> texts(SqlChange change, Direction direction) throws LiquibaseException {
        return sql.texts(change.body().changeSet(), direction);
    }

    @Override
    public boolean reversible(SqlChange change) throws LiquibaseException {
        return sql.reversible(change.body().changeSet());
    }

    @Override
    public ChangeLogRow row(SqlChange change) {
        return row(change.body().changeSet(), ChangeSet.ExecType.EXECUTED);
    }

    @Override
    public Optional<ChangeLogRow> run(SqlChange change, StatementLog log, boolean goesOn) throws LiquibaseException {
        ChangeSet changeSet = change.body().changeSet();
        if (goesOn) {
            changeSet.setPreconditions(null);
        }
        ChangeSet.ExecType result =
                logged(log, () -> changeSet.execute(change.body().changeLog(), executor.listener(), database));
        boolean leftOut = result == ChangeSet.ExecType.FAILED || result == ChangeSet.ExecType.SKIPPED;
        return leftOut ? Optional.empty() : Optional.of(row(changeSet, result));
    }

    @Override
    public void undo(SqlChange change, StatementLog log) throws LiquibaseException {
        ChangeSet changeSet = change.body().changeSet();
        List<SqlVisitor> visitors = sql.visitors(changeSet, Direction.DOWN);
        logged(log, () -> {
            for (ChangeSql.Part part : sql.parts(changeSet, Direction.DOWN)) {
                executor.execute(part.change(), sql.statements(part), visitors);
            }
            return true;
        });
    }

    @FunctionalInterface
    private interface Work<T> {
        T run() throws LiquibaseException;
    }

    private <T> T logged(StatementLog log, Work<T> work) throws LiquibaseException {
        held.hold(true);
        executor.use(log);
        try {
            return work.run();
        } finally {
            executor.use(null);
            held.hold(false);
        }
    }

    private static ChangeLogRow row(ChangeSet changeSet, ChangeSet.ExecType result) {
        UnaryOperator<String> known = text -> text == null ? "" : text.strip();
        return new ChangeLogRow(
                Optional.of(changeSet.generateCheckSum(ChecksumVersion.latest()).toString()),
                result.value,
                changeSet.getDescription(),
                known.apply(changeSet.getComments()),
                known.apply(changeSet.buildFullContext()),
                known.apply(changeSet.buildFullLabels()),
                Optional.ofNullable(MarkChangeSetRanGenerator.getTagFromChangeset(changeSet)),
                MarkChangeSetRanGenerator.getLiquibaseBuildVersion());
    }
}
