package dev.ficus.migrations.sql;

import dev.ficus.migrations.sql.lint.Allowance;
import dev.ficus.migrations.sql.lint.LintedChange;
import dev.ficus.migrations.sql.lint.LintedChange.LintedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import liquibase.Scope;
import liquibase.change.AbstractSQLChange;
import liquibase.change.Change;
import liquibase.changelog.ChangeSet;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.OfflineConnection;
import liquibase.exception.LiquibaseException;
import liquibase.exception.UnexpectedLiquibaseException;
import liquibase.sql.Sql;
import liquibase.sqlgenerator.SqlGeneratorFactory;
import liquibase.util.StringUtil;

/**
 * The statements of a change in one of Liquibase's formats. SQL is taken as it is written; Liquibase's own elements are
 * generated without a server, and one that needs the server to be generated is told as a statement without a text. Lives
 * inside one {@link LiquibaseScope}.
 */
final class LiquibaseStatements {
    private final ChangeStatements statements;
    private final Database database;

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
    }

    LintedChange of(SqlChange change, boolean pending, boolean transactionalDdl) {
        ChangeSet changeSet = change.body().changeSet();
        List<Allowance> allowed = Allowance.in(String.valueOf(changeSet.getComments()));
        Optional<String> file = statements
                .text(change.key().file())
                .filter(text -> change.key().file().endsWith(".sql"));
        List<LintedStatement> all = new ArrayList<>();
        int from = file.map(text -> start(text, changeSet)).orElse(0);
        for (Change part : changeSet.getChanges()) {
            all.addAll(part instanceof AbstractSQLChange sql ? written(sql, file, from, allowed) : made(part, allowed));
        }
        return new LintedChange(
                change.id(),
                change.key().file(),
                pending,
                transactionalDdl && changeSet.isRunInTransaction(),
                hasWayBack(changeSet),
                all);
    }

    /** Where the change begins in a file of formatted SQL. */
    private static int start(String text, ChangeSet changeSet) {
        return Math.max(0, text.indexOf("changeset " + changeSet.getAuthor() + ":" + changeSet.getId()));
    }

    private List<LintedStatement> written(
            AbstractSQLChange change, Optional<String> file, int from, List<Allowance> allowed) {
        try {
            change.finishInitialization();
        } catch (LiquibaseException e) {
            throw new IllegalStateException(e);
        }
        String sql = String.valueOf(change.getSql()).replace("\r\n", "\n").strip();
        int offset = file.map(text -> text.indexOf(sql, from)).orElse(-1);
        OptionalInt line = offset < 0
                ? OptionalInt.empty()
                : OptionalInt.of(ChangeStatements.lines(file.orElseThrow().substring(0, offset)) + 1);
        String delimiter = change.getEndDelimiter();
        if (Boolean.FALSE.equals(change.isSplitStatements())) {
            return List.of(new LintedStatement(Optional.of(sql), line, allowed));
        }
        if (delimiter == null || delimiter.equals(";")) {
            return statements.statements(sql, line, allowed);
        }
        List<LintedStatement> split = new ArrayList<>();
        for (String each : StringUtil.processMultiLineSQL(sql, false, true, delimiter, change.getChangeSet())) {
            split.add(new LintedStatement(Optional.of(each), OptionalInt.empty(), allowed));
        }
        return split;
    }

    private List<LintedStatement> made(Change change, List<Allowance> allowed) {
        try {
            if (change.generateStatementsVolatile(database) || change.generateRollbackStatementsVolatile(database)) {
                return List.of(new LintedStatement(Optional.empty(), OptionalInt.empty(), allowed));
            }
            List<LintedStatement> made = new ArrayList<>();
            for (Sql sql : SqlGeneratorFactory.getInstance().generateSql(change, database)) {
                made.add(new LintedStatement(Optional.of(sql.toSql()), OptionalInt.empty(), allowed));
            }
            return made;
        } catch (UnexpectedLiquibaseException e) {
            return List.of(new LintedStatement(Optional.empty(), OptionalInt.empty(), allowed));
        }
    }

    private boolean hasWayBack(ChangeSet changeSet) {
        boolean written = changeSet.getRollback() != null
                && !changeSet.getRollback().getChanges().isEmpty();
        return written || changeSet.getChanges().stream().allMatch(change -> change.supportsRollback(database));
    }
}
