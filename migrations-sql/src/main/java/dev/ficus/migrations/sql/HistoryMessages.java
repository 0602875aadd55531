package dev.ficus.migrations.sql;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.Problem;
import dev.ficus.core.history.HistoryProblem;
import dev.ficus.core.jdbc.SqlFailures;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The sentences about a history that is not as it should be.
 *
 * @param source where the files are
 * @param database the name of the database in {@code ficus.yaml}
 * @param journal the table {@code ficus_statement} as it is written in SQL
 */
record HistoryMessages(HistorySource source, String database, String journal) {

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

    HistoryProblem late(SqlChange change, @Nullable String last) {
        return problem(
                change.key(),
                ErrorCode.CHANGE_OUT_OF_ORDER,
                "change " + change.id() + " has not run, and sorts before " + last + ", which has",
                "rename the file so that it sorts after " + last);
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
        Optional<SQLException> sql = LiquibaseFailures.sql(failure);
        String words = sql.map(SqlFailures::firstLine).orElseGet(() -> LiquibaseFailures.words(failure));
        String at = failure.statement() == 0 ? "" : " at statement " + failure.statement() + " of " + failure.total();
        String what = failure.recording()
                ? "the record of change " + change.id() + " could not be written: " + words
                : "change " + change.id() + " failed" + at + ": " + words;
        ErrorCode half = failure.recording() ? ErrorCode.HISTORY_WRITE_FAILED : ErrorCode.CHANGE_FAILED;
        Problem problem = rows.isEmpty()
                ? new Problem(code(sql, half), what, where(change.key()), fix(sql, half))
                : new Problem(
                        half,
                        what + "; the change is half applied: " + progress(rows),
                        where(change.key()),
                        wayOut(change.key()));
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

    private String fix(Optional<SQLException> sql, ErrorCode otherwise) {
        String again = "ficus migrate up --db " + database;
        boolean insideTransaction =
                sql.map(SQLException::getSQLState).filter("25001"::equals).isPresent();
        return switch (code(sql, otherwise)) {
            case RIGHT_MISSING -> "grant the right to the user of the database, then run: " + again;
            case SERVER_BUSY -> "nothing of the change is left; run again: " + again;
            case CONNECTION_LOST -> "check the server, then see what ran with: ficus migrate status --db " + database;
            case HISTORY_WRITE_FAILED ->
                "nothing of the change is left; correct what keeps the tables of the history from being written,"
                        + " then run: " + again;
            default ->
                insideTransaction
                        ? "put -- ficus: no-transaction on the first line of the file, then run: " + again
                        : "nothing of the change is left; correct the file, then run: " + again;
        };
    }

    private static String progress(List<StatementRow> rows) {
        StatementRow last = rows.get(rows.size() - 1);
        long done = rows.stream()
                .filter(row -> row.state() == StatementRow.State.DONE)
                .count();
        String ran = done + " of " + last.total() + " statements ran, ";
        return ran
                + switch (last.state()) {
                    case DONE -> done == last.total() ? "and the change was not recorded" : "then the run was cut off";
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
