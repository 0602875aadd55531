package dev.ficus.migrations.sql;

import dev.ficus.core.history.LintReport;
import dev.ficus.migrations.sql.lint.LintedChange;
import dev.ficus.migrations.sql.lint.Linter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which changes lint looks at, and with which server's rules. */
final class SqlLint {
    private SqlLint() {}

    /** Every change that is meant for one of the servers of the dialect. */
    static LintReport offline(HistorySource source, ChangeFiles files, SqlDialect dialect) {
        List<SqlChange> changes = files.changes().stream()
                .filter(change -> dialect.liquibaseNames().stream()
                        .anyMatch(name -> change.body().meantFor(name)))
                .toList();
        try {
            String server = dialect.liquibaseNames().get(0);
            return look(
                    dialect.linter(Optional.empty()), new ChangeStatements(source, dialect, server), changes, Set.of());
        } catch (SQLException e) {
            throw new IllegalStateException("nothing was asked of a server", e);
        }
    }

    /** The pending changes, or all of them. */
    static LintReport online(
            Connection connection, HistorySource source, Comparison comparison, boolean all, SqlDialect dialect)
            throws SQLException {
        Set<ChangeKey> pending = new HashSet<>();
        comparison.pending().forEach(change -> pending.add(change.key()));
        List<SqlChange> changes = all ? comparison.changes() : comparison.pending();
        ChangeStatements statements = new ChangeStatements(source, dialect, dialect.liquibaseName(connection));
        return look(dialect.linter(Optional.of(connection)), statements, changes, pending);
    }

    private static LintReport look(
            Linter<?> linter, ChangeStatements statements, List<SqlChange> changes, Set<ChangeKey> pending)
            throws SQLException {
        List<LintedChange> linted = changes.stream()
                .map(change -> statements.of(change, pending.contains(change.key())))
                .toList();
        return linter.lint(linted);
    }
}
