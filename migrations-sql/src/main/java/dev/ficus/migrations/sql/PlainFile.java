package dev.ficus.migrations.sql;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.Problem;
import dev.ficus.core.history.MigrationPlan.Direction;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import liquibase.change.core.EmptyChange;
import liquibase.change.core.RawSQLChange;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;

/**
 * A plain SQL file: one change, whose id is the file name without its extension, or the way back of one. On PostgreSQL it runs in one
 * transaction, unless its first line is {@code -- ficus: no-transaction}.
 */
final class PlainFile implements SqlChange.Body {
    private static final Pattern VERSIONED = Pattern.compile("([VU])([0-9][0-9._]*?)__.+\\.sql");
    private static final Pattern DIRECTIVE = Pattern.compile("--\\s*ficus:\\s*(.*?)\\s*");
    /** Not for the run: lint reads it, on any line. */
    private static final String ALLOW = "allow ";

    private static final String NO_TRANSACTION = "no-transaction";
    private static final Set<String> TRANSACTION_WORDS =
            Set.of("BEGIN", "START", "COMMIT", "ROLLBACK", "END", "ABORT", "PREPARE");

    private final SourceFile file;
    private final Optional<PlainFile> back;
    private final ScriptSyntax syntax;

    /**
     * @param back the file of the way back
     */
    PlainFile(SourceFile file, Optional<PlainFile> back, ScriptSyntax syntax) {
        this.file = file;
        this.back = back;
        this.syntax = syntax;
    }

    /** The file of the way back. */
    Optional<PlainFile> back() {
        return back;
    }

    SqlChange change() {
        return new SqlChange(new ChangeKey(file.stem(), "", file.name()), file.text(), true, this);
    }

    /** The version of {@code V001__name.sql} or {@code U001__name.sql}, as in {@code V001}. */
    static Optional<String> version(String name, char letter) {
        Matcher matcher = VERSIONED.matcher(name);
        boolean match = matcher.matches() && matcher.group(1).charAt(0) == letter;
        return match ? Optional.of(matcher.group(2)) : Optional.empty();
    }

    /** What makes the file unfit to run, as far as that shows without a server. */
    Optional<Problem> problem(String where, boolean transactionalDdl) {
        Optional<String> directive = directive();
        if (directive.isPresent() && !directive.get().equals(NO_TRANSACTION)) {
            return Optional.of(new Problem(
                    ErrorCode.CHANGE_FILE_INVALID,
                    "the first line asks for something unknown: " + directive.get(),
                    where,
                    "write -- ficus: no-transaction, or leave the line out"));
        }
        if (transactionalDdl && transactional() && statements().stream().anyMatch(PlainFile::isTransactionStatement)) {
            return Optional.of(new Problem(
                    ErrorCode.CHANGE_FILE_INVALID,
                    "the file begins or ends transactions itself",
                    where,
                    "take BEGIN, COMMIT and ROLLBACK out: the whole file runs in one transaction; or put"
                            + " -- ficus: no-transaction on its first line"));
        }
        return Optional.empty();
    }

    @Override
    public ChangeSet changeSet() {
        DatabaseChangeLog changeLog = new DatabaseChangeLog(file.name());
        ChangeSet changeSet =
                new ChangeSet(file.stem(), "", false, false, file.name(), null, null, transactional(), changeLog);
        for (String statement : statements()) {
            changeSet.addChange(raw(statement));
        }
        back.ifPresent(way -> way.addAsRollback(changeSet));
        changeLog.addChangeSet(changeSet);
        return changeSet;
    }

    /** A file without a statement says that there is nothing to undo. */
    private void addAsRollback(ChangeSet changeSet) {
        List<String> statements = statements();
        if (statements.isEmpty()) {
            changeSet.addRollbackChange(new EmptyChange());
        }
        for (String statement : statements) {
            changeSet.addRollbackChange(raw(statement));
        }
    }

    private static RawSQLChange raw(String statement) {
        RawSQLChange change = new RawSQLChange(statement);
        change.setSplitStatements(false);
        change.setStripComments(false);
        return change;
    }

    @Override
    public DatabaseChangeLog changeLog() {
        return new DatabaseChangeLog(file.name());
    }

    @Override
    public boolean always() {
        return false;
    }

    @Override
    public boolean onChange() {
        return false;
    }

    @Override
    public boolean transactional(Direction direction) {
        return direction == Direction.UP
                ? transactional()
                : back.isPresent() && back.get().transactional();
    }

    @Override
    public boolean meantFor(String liquibaseName) {
        return true;
    }

    /** Whether the file asks for no transaction of its own. */
    boolean transactional() {
        return directive().filter(NO_TRANSACTION::equals).isEmpty();
    }

    private Optional<String> directive() {
        String first = file.text().lines().findFirst().orElse("");
        Matcher matcher = DIRECTIVE.matcher(first);
        boolean directive = matcher.matches() && !matcher.group(1).startsWith(ALLOW);
        return directive ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** As they are sent. */
    List<String> statements() {
        return SqlScript.statements(file.text(), syntax);
    }

    private static boolean isTransactionStatement(String statement) {
        String bare = statement
                .replaceAll("(?s)/\\*.*?\\*/", " ")
                .replaceAll("(?m)--.*$", " ")
                .strip();
        String[] words = bare.toUpperCase(Locale.ROOT).split("[^A-Z]+", 3);
        boolean prepared = words[0].equals("PREPARE") && words.length > 1 && words[1].equals("TRANSACTION");
        return TRANSACTION_WORDS.contains(words[0]) && (prepared || !words[0].equals("PREPARE"));
    }
}
