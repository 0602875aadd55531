package dev.ficus.migrations.sql;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.Problem;
import dev.ficus.core.history.HistoryProblem;
import dev.ficus.core.history.MigrationPlan.Direction;
import dev.ficus.core.history.Target;
import dev.ficus.core.jdbc.SqlFailures;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The sentences about a history that is not as it should be.
 *
 * @param source where the files are
 * @param database the name of the database in {@code ficus.yaml}
 * @param journal the table {@code ficus_statement} as it is written in SQL
 */
record HistoryMessages(HistorySource source, String database, String journal) {

    RunMessages run() {
        return new RunMessages(source, database);
    }

    Commands commands() {
        return new Commands(database);
    }

    HistoryProblem edited(RecordedChange change) {
        String was = change.checksum()
                .map(sum -> "SHA-256 " + sum)
                .orElseGet(() -> "Liquibase checksum " + change.md5().orElse(""));
        return problem(
                change.key(),
                ErrorCode.CHECKSUM_MISMATCH,
                "change " + change.key().id() + " was edited after it ran",
                "restore the file as it ran (" + was + "), or put the new statements into a new change file");
    }

    HistoryProblem missing(RecordedChange change) {
        return problem(
                change.key(),
                ErrorCode.CHANGE_MISSING,
                "change " + change.key().id() + " ran, and no file has it any more",
                "restore the file as it ran");
    }

    HistoryProblem late(List<SqlChange> changes, String last) {
        String ids = changes.stream().map(SqlChange::id).collect(Collectors.joining(", "));
        boolean one = changes.size() == 1;
        return problem(
                changes.get(0).key(),
                ErrorCode.CHANGE_OUT_OF_ORDER,
                (one ? "change " + ids + " has" : changes.size() + " changes have") + " not run, and "
                        + (one ? "sorts" : "sort") + " before " + last + ", which has" + (one ? "" : ": " + ids),
                "rename the " + (one ? "file so that it sorts" : "files so that they sort") + " after " + last
                        + ", or run them as they are with: ficus migrate up --db " + database + " --out-of-order");
    }

    HistoryProblem halfApplied(ChangeKey key, List<StatementRow> rows) {
        return problem(
                key,
                ErrorCode.CHANGE_HALF_APPLIED,
                "change " + key.id() + " is half applied: " + progress(rows),
                wayOut(key));
    }

    /** A change that failed in this run. {@code rows} is what the journal kept of it. */
    FicusException failed(SqlChange change, ChangeRunner.ChangeFailure failure, List<StatementRow> rows) {
        Attempt attempt = new Attempt(
                "change " + change.id(),
                "nothing of the change is left",
                commands().up(Target.ALL, false));
        return failed(attempt, change.key(), failure, rows);
    }

    /** A way back that failed in this run. */
    FicusException failedBack(
            SqlChange change, ChangeRunner.ChangeFailure failure, List<StatementRow> rows, String again) {
        Attempt attempt =
                new Attempt("the way back of change " + change.id(), "the change is applied as before", again);
        return failed(attempt, change.key(), failure, rows);
    }

    /**
     * What failed.
     *
     * @param rolledBack what is true where nothing of it is left
     * @param again the command that tries it again
     */
    private record Attempt(String subject, String rolledBack, String again) {}

    private FicusException failed(
            Attempt attempt, ChangeKey key, ChangeRunner.ChangeFailure failure, List<StatementRow> rows) {
        Optional<SQLException> sql = LiquibaseFailures.sql(failure);
        String words = sql.map(SqlFailures::firstLine).orElseGet(() -> LiquibaseFailures.words(failure));
        String at = failure.statement() == 0 ? "" : " at statement " + failure.statement() + " of " + failure.total();
        String what = failure.recording()
                ? "the record of " + attempt.subject() + " could not be written: " + words
                : attempt.subject() + " failed" + at + ": " + words;
        ErrorCode half = failure.recording() ? ErrorCode.HISTORY_WRITE_FAILED : ErrorCode.CHANGE_FAILED;
        Problem problem = rows.isEmpty()
                ? new Problem(code(sql, half), what, where(key), fix(sql, half, attempt))
                : new Problem(half, what + "; the change is half applied: " + progress(rows), where(key), wayOut(key));
        return new FicusException(List.of(problem), failure.getCause());
    }

    private static ErrorCode code(Optional<SQLException> sql, ErrorCode otherwise) {
        if (sql.filter(SqlFailures::rightMissing).isPresent()) {
            return ErrorCode.RIGHT_MISSING;
        }
        if (sql.filter(SqlFailures::lockWait).isPresent()) {
            return ErrorCode.SERVER_BUSY;
        }
        return sql.filter(SqlFailures::connectionLost).isPresent() ? ErrorCode.CONNECTION_LOST : otherwise;
    }

    private String fix(Optional<SQLException> sql, ErrorCode otherwise, Attempt attempt) {
        String again = attempt.again();
        String rolledBack = attempt.rolledBack();
        boolean insideTransaction =
                sql.map(SQLException::getSQLState).filter("25001"::equals).isPresent();
        return switch (code(sql, otherwise)) {
            case RIGHT_MISSING -> "grant the right to the user of the database, then run: " + again;
            case SERVER_BUSY -> rolledBack + "; run again: " + again;
            case CONNECTION_LOST -> "check the server, then see what ran with: ficus migrate status --db " + database;
            case HISTORY_WRITE_FAILED ->
                rolledBack + "; correct what keeps the tables of the history from being written," + " then run: "
                        + again;
            default ->
                insideTransaction
                        ? "put -- ficus: no-transaction on the first line of the file, then run: " + again
                        : rolledBack + "; correct the file, then run: " + again;
        };
    }

    private static String progress(List<StatementRow> rows) {
        StatementRow last = rows.get(rows.size() - 1);
        long done = rows.stream()
                .filter(row -> row.state() == StatementRow.State.DONE)
                .count();
        String ran = done + " of " + last.total() + " statements ran, ";
        boolean back = last.direction() == Direction.DOWN;
        return (back ? "its way back stopped: " : "")
                + ran
                + switch (last.state()) {
                    case DONE ->
                        done < last.total()
                                ? "then the run was cut off"
                                : back ? "and the record was not removed" : "and the change was not recorded";
                    case STARTED ->
                        "then the run was cut off in statement " + last.number() + ", which may or may not have run";
                    case FAILED ->
                        "statement " + last.number() + " failed: "
                                + last.error().orElse("");
                };
    }

    private String wayOut(ChangeKey key) {
        return "undo by hand what ran, then forget the attempt with the SQL: DELETE FROM " + journal
                + " WHERE change_id = '" + key.id().replace("'", "''") + "' AND file = '"
                + key.file().replace("'", "''") + "'; then run: ficus migrate up --db " + database;
    }

    private HistoryProblem problem(ChangeKey key, ErrorCode code, String what, String fix) {
        return new HistoryProblem(key.id(), new Problem(code, what, where(key), fix));
    }

    private String where(ChangeKey key) {
        return source.describe(key.file()) + " (database " + database + ")";
    }
}
