package dev.ficus.migrations.sql;

import dev.ficus.core.history.MigrationPlan.Direction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import liquibase.change.Change;
import liquibase.change.DbmsTargetedChange;
import liquibase.change.core.RawSQLChange;
import liquibase.changelog.ChangeSet;
import liquibase.database.Database;
import liquibase.database.DatabaseList;
import liquibase.exception.LiquibaseException;
import liquibase.exception.RollbackImpossibleException;
import liquibase.sql.visitor.SqlVisitor;
import liquibase.sqlgenerator.SqlGeneratorFactory;
import liquibase.statement.SqlStatement;

/**
 * The SQL of a change set, each statement as {@link LoggedExecutor} sends it. Plans and runs both come from here, so what
 * is printed is what runs.
 *
 * <p>What Liquibase can only tell by doing it (loadData, custom, executeCommand, dropAllForeignKeyConstraints) is not
 * made here: one comment stands for it.
 */
record ChangeSql(Database database, LoggedExecutor executor) {

    /** A part of a change set, and which of its two SQLs is meant. */
    record Part(Change change, boolean inverse) {}

    /**
     * Whether a change set can be taken back: by what is written for it, or because Liquibase can invert all of it. What
     * another program runs ({@code runWith}) cannot.
     */
    boolean reversible(ChangeSet changeSet) throws LiquibaseException {
        if (changeSet.getRunWith() != null || !changeSet.supportsRollback(database)) {
            return false;
        }
        try {
            texts(changeSet, Direction.DOWN);
            return true;
        } catch (RollbackImpossibleException e) {
            return false;
        }
    }

    /** The parts that run, in order. */
    List<Part> parts(ChangeSet changeSet, Direction direction) throws LiquibaseException {
        database.setObjectQuotingStrategy(changeSet.getObjectQuotingStrategy());
        boolean inverse = direction == Direction.DOWN && !changeSet.hasCustomRollbackChanges();
        boolean written = direction == Direction.DOWN && !inverse;
        List<Change> changes = new ArrayList<>(written ? changeSet.getRollback().getChanges() : changeSet.getChanges());
        if (inverse) {
            Collections.reverse(changes);
        }
        List<Part> parts = new ArrayList<>();
        for (Change change : changes) {
            change.finishInitialization();
            if (isMeant(change) && !(written && isEmptyMark(change))) {
                parts.add(new Part(change, inverse));
            }
        }
        return parts;
    }

    /** The statements of a part; making those of some parts does their work. */
    List<SqlStatement> statements(Part part) throws LiquibaseException {
        SqlStatement[] all = part.inverse()
                ? part.change().generateRollbackStatements(database)
                : part.change().generateStatements(database);
        List<SqlStatement> sent = new ArrayList<>();
        for (SqlStatement statement : all == null ? SqlStatement.EMPTY_SQL_STATEMENT : all) {
            if (!statement.skipOnUnsupported()
                    || SqlGeneratorFactory.getInstance().supports(statement, database)) {
                sent.add(statement);
            }
        }
        return sent;
    }

    /** What rewrites the SQL of a change set (Liquibase: modifySql) on its way in this direction. */
    List<SqlVisitor> visitors(ChangeSet changeSet, Direction direction) {
        return changeSet.getSqlVisitors().stream()
                .filter(visitor -> direction == Direction.UP || visitor.isApplyToRollback())
                .toList();
    }

    /** The texts of all statements, in order. Does no work and changes nothing. */
    List<String> texts(ChangeSet changeSet, Direction direction) throws LiquibaseException {
        List<SqlVisitor> visitors = visitors(changeSet, direction);
        List<String> texts = new ArrayList<>();
        for (Part part : parts(changeSet, direction)) {
            if (isVolatile(part)) {
                texts.add("-- " + part.change().getDescription() + ": its statements are made when it runs");
                continue;
            }
            for (SqlStatement statement : statements(part)) {
                texts.addAll(executor.texts(statement, visitors, part.change()));
            }
        }
        return texts;
    }

    private boolean isVolatile(Part part) {
        return part.inverse()
                ? part.change().generateRollbackStatementsVolatile(database)
                : part.change().generateStatementsVolatile(database);
    }

    private boolean isMeant(Change change) {
        boolean here = !(change instanceof DbmsTargetedChange targeted)
                || DatabaseList.definitionMatches(targeted.getDbms(), database, true);
        return here && change.shouldRunOnOs();
    }

    /** Formatted SQL: {@code --rollback empty}. */
    private static boolean isEmptyMark(Change change) {
        return change instanceof RawSQLChange raw && "empty".equalsIgnoreCase(raw.getSql());
    }
}
