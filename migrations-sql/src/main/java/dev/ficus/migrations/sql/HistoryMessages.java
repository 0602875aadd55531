package dev.ficus.migrations.sql;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.Problem;
import dev.ficus.core.history.HistoryProblem;
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
 * @param texts what the record keeps of the changes that ran
 */
record HistoryMessages(HistorySource source, String database, Texts texts, ShownSql shown) {

    /** Recalls a change as it ran; empty where it is not kept. */
    @FunctionalInterface
    interface Texts {
        Optional<String> of(ChangeKey key);
    }

    RunMessages run() {
        return new RunMessages(source, database);
    }

    Commands commands() {
        return new Commands(database);
    }

    RepairMessages repair() {
        return new RepairMessages(source, commands(), shown);
    }

    HistoryProblem edited(RecordedChange change, SqlChange file) {
        String where = texts.of(change.key())
                .flatMap(text -> new TextDifference(shown).first(text, file.text()))
                .map(difference -> ": " + difference)
                .orElse("");
        String was = change.checksum()
                .map(sum -> "SHA-256 " + sum)
                .orElseGet(() -> "Liquibase checksum " + change.md5().orElse(""));
        return problem(
                change.key(),
                ErrorCode.CHECKSUM_MISMATCH,
                "change " + change.key().id() + " was edited after it ran" + where,
                "restore the file as it ran (" + was + "), or put the new statements into a new change file; or, if the"
                        + " file says what the database has, record the edit with: "
                        + commands().repair(change.key()));
    }

    HistoryProblem missing(RecordedChange change) {
        return problem(
                change.key(),
                ErrorCode.CHANGE_MISSING,
                "change " + change.key().id() + " ran, and no file has it any more",
                "restore the file as it ran; or, if it is gone for good, take the change out of the record with: "
                        + commands().repair(change.key()) + " --forget");
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

    HistoryProblem halfApplied(HalfApplied half) {
        return problem(
                half.key(),
                ErrorCode.CHANGE_HALF_APPLIED,
                "change " + half.key().id() + " is half applied: " + repair().progress(half),
                repair().waysOut(half));
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
        ErrorCode code = failure.recording() ? ErrorCode.HISTORY_WRITE_FAILED : ErrorCode.CHANGE_FAILED;
        Problem problem = rows.isEmpty()
                ? new Problem(code(sql, code), what, where(key), fix(sql, code, attempt))
                : halfway(new HalfApplied(key, rows), code, what);
        return new FicusException(List.of(problem), failure.getCause());
    }

    private Problem halfway(HalfApplied half, ErrorCode code, String what) {
        return new Problem(
                code,
                what + "; the change is half applied: " + repair().progress(half),
                where(half.key()),
                repair().waysOut(half));
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

    private HistoryProblem problem(ChangeKey key, ErrorCode code, String what, String fix) {
        return new HistoryProblem(key.id(), new Problem(code, what, where(key), fix));
    }

    private String where(ChangeKey key) {
        return source.describe(key.file()) + " (database " + database + ")";
    }
}
