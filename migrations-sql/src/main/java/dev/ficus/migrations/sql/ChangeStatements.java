package dev.ficus.migrations.sql;

import dev.ficus.migrations.sql.lint.Allowance;
import dev.ficus.migrations.sql.lint.LintedChange;
import dev.ficus.migrations.sql.lint.LintedChange.LintedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The statements of changes for lint, with their lines and what their comments allow. */
final class ChangeStatements {
    private final ScriptSyntax syntax;
    private final boolean transactionalDdl;
    private final String server;
    private final HistorySource source;
    private final List<SourceFile> files;

    /**
     * @param server Liquibase's name of the server
     */
    ChangeStatements(HistorySource source, SqlDialect dialect, String server) {
        this.syntax = dialect.syntax();
        this.transactionalDdl = dialect.transactionalDdl();
        this.server = server;
        this.source = source;
        this.files = source.files("", problem -> {});
    }

    LintedChange of(SqlChange change, boolean pending) {
        if (change.body() instanceof PlainFile plain) {
            return new LintedChange(
                    change.id(),
                    change.key().file(),
                    pending,
                    transactionalDdl && plain.transactional(),
                    hasWayBack(change.key().file()),
                    statements(change.text(), OptionalInt.of(1), List.of()));
        }
        return LiquibaseScope.in(
                source.path().orElse(null),
                () -> new LiquibaseStatements(this, server).of(change, pending, transactionalDdl));
    }

    /**
     * Splits SQL.
     *
     * @param line of the file where the text begins
     * @param allowed what holds for all of its statements
     */
    List<LintedStatement> statements(String text, OptionalInt line, List<Allowance> allowed) {
        List<LintedStatement> statements = new ArrayList<>();
        for (SqlScript.Piece piece : SqlScript.pieces(text, syntax)) {
            statements.add(statement(text, piece, line, allowed));
        }
        return statements;
    }

    /** The normalised text of a file in the directory of the history; empty for one elsewhere. */
    Optional<String> text(String file) {
        return files.stream()
                .filter(each -> each.name().equals(file))
                .map(SourceFile::text)
                .findFirst();
    }

    private LintedStatement statement(String text, SqlScript.Piece piece, OptionalInt line, List<Allowance> allowed) {
        int comments = LeadingComments.length(piece.text(), syntax);
        List<Allowance> all = new ArrayList<>(allowed);
        all.addAll(Allowance.in(piece.text().substring(0, comments)));
        int before = lines(text.substring(0, piece.offset() + comments));
        OptionalInt own = line.isPresent() ? OptionalInt.of(line.getAsInt() + before) : line;
        return new LintedStatement(Optional.of(piece.text()), own, all);
    }

    static int lines(String text) {
        return (int) text.chars().filter(c -> c == '\n').count();
    }

    private boolean hasWayBack(String file) {
        Optional<String> version = PlainFile.version(file, 'V');
        return version.isPresent()
                && files.stream()
                        .anyMatch(each -> PlainFile.version(each.name(), 'U').equals(version));
    }
}
