package dev.ficus.migrations.sql;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.history.MigrationPlan.Direction;
import dev.ficus.migrations.sql.lint.Allowance;
import dev.ficus.migrations.sql.lint.LintedChange;
import dev.ficus.migrations.sql.lint.LintedChange.LintedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import liquibase.Scope;
import liquibase.change.AbstractSQLChange;
import liquibase.changelog.ChangeSet;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.OfflineConnection;
import liquibase.exception.LiquibaseException;
import liquibase.sql.visitor.SqlVisitor;
import liquibase.statement.SqlStatement;
import liquibase.util.StringUtil;

/**
 * The statements of a change in one of Liquibase's formats. SQL is taken as it is written; Liquibase's own elements are
 * generated without a server, and one that needs the server to be generated is told as a statement without a text. Lives
 * inside one {@link LiquibaseScope}.
 */
final class LiquibaseStatements {
    private final ChangeStatements statements;
    private final Database database;
    private final LoggedExecutor executor;
    private final ChangeSql sql;

    LiquibaseStatements(ChangeStatements statements, String server) {
        this.statements = statements;
        try {
            this.database = DatabaseFactory.getInstance()
                    .findCorrectDatabaseImplementation(new OfflineConnection(
                            "offline:" + server + "?outputLiquibaseSql=none",
                            Scope.getCurrentScope().getResourceAccessor()));
        } catch (LiquibaseException e) {
            throw new IllegalStateException(e);
        }
        this.executor = new LoggedExecutor(database);
        this.sql = new ChangeSql(database, executor);
    }

    LintedChange of(SqlChange change, boolean pending, boolean transactionalDdl) {
        ChangeSet changeSet = change.body().changeSet();
        List<Allowance> allowed = Allowance.in(String.valueOf(changeSet.getComments()));
        Optional<String> file = statements
                .text(change.key().file())
                .filter(text -> change.key().file().endsWith(".sql"));
        List<LintedStatement> all = new ArrayList<>();
        int from = file.map(text -> start(text, changeSet)).orElse(0);
        try {
            for (ChangeSql.Part part : sql.parts(changeSet, Direction.UP)) {
                all.addAll(
                        part.change() instanceof AbstractSQLChange own
                                        && changeSet.getSqlVisitors().isEmpty()
                                ? written(own, file, from, allowed)
                                : made(part, changeSet, allowed));
            }
            return new LintedChange(
                    change.id(),
                    change.key().file(),
                    pending,
                    transactionalDdl && changeSet.isRunInTransaction(),
                    sql.reversible(changeSet),
                    all);
        } catch (LiquibaseException e) {
            throw new FicusException(
                    ErrorCode.CHANGE_FILE_INVALID,
                    "the change cannot be read: " + LiquibaseFailures.words(e),
                    change.key().file() + " (change " + change.id() + ")",
                    "correct the file; docs/reference/histories.md describes the formats",
                    e);
        }
    }

    /** Where the change begins in a file of formatted SQL. */
    private static int start(String text, ChangeSet changeSet) {
        return Math.max(0, text.indexOf("changeset " + changeSet.getAuthor() + ":" + changeSet.getId()));
    }

    private List<LintedStatement> written(
            AbstractSQLChange change, Optional<String> file, int from, List<Allowance> allowed) {
        String text = String.valueOf(change.getSql()).replace("\r\n", "\n").strip();
        int offset = file.map(whole -> whole.indexOf(text, from)).orElse(-1);
        OptionalInt line = offset < 0
                ? OptionalInt.empty()
                : OptionalInt.of(ChangeStatements.lines(file.orElseThrow().substring(0, offset)) + 1);
        String delimiter = change.getEndDelimiter();
        if (Boolean.FALSE.equals(change.isSplitStatements())) {
            return List.of(new LintedStatement(Optional.of(text), line, allowed));
        }
        if (delimiter == null || delimiter.equals(";")) {
            return statements.statements(text, line, allowed);
        }
        List<LintedStatement> split = new ArrayList<>();
        for (String each : StringUtil.processMultiLineSQL(text, false, true, delimiter, change.getChangeSet())) {
            split.add(new LintedStatement(Optional.of(each), OptionalInt.empty(), allowed));
        }
        return split;
    }

    private List<LintedStatement> made(ChangeSql.Part part, ChangeSet changeSet, List<Allowance> allowed)
            throws LiquibaseException {
        if (part.change().generateStatementsVolatile(database)) {
            return List.of(new LintedStatement(Optional.empty(), OptionalInt.empty(), allowed));
        }
        List<SqlVisitor> visitors = sql.visitors(changeSet, Direction.UP);
        List<LintedStatement> made = new ArrayList<>();
        for (SqlStatement statement : sql.statements(part)) {
            for (String text : executor.texts(statement, visitors, part.change())) {
                made.add(new LintedStatement(Optional.of(text), OptionalInt.empty(), allowed));
            }
        }
        return made;
    }
}
