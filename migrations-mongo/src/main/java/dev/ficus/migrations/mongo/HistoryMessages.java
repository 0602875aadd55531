package dev.ficus.migrations.mongo;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.Problem;
import dev.ficus.core.history.HistoryProblem;
import java.nio.file.Path;
import java.util.List;

/**
 * The sentences about a history that is not as it should be.
 *
 * @param directory where the files are
 * @param database the name of the database in {@code ficus.yaml}
 */
record HistoryMessages(Path directory, String database) {

    HistoryProblem edited(RecordedChange change) {
        return problem(
                change.key(),
                change.file(),
                ErrorCode.CHECKSUM_MISMATCH,
                "change " + change.key().id() + " was edited after it ran",
                "restore the file as it ran (SHA-256 " + change.checksum().orElse("") + "), or record the edit with: "
                        + repair(change.key()));
    }

    HistoryProblem missing(RecordedChange change) {
        return problem(
                change.key(),
                change.file(),
                ErrorCode.CHANGE_MISSING,
                "change " + change.key().id() + " ran, and no file has it any more",
                "restore the file as it ran, or take the change out of the record with: " + repair(change.key())
                        + " --forget");
    }

    HistoryProblem late(MongoChange change, String last) {
        return problem(
                change.key(),
                change.file(),
                ErrorCode.CHANGE_OUT_OF_ORDER,
                "change " + change.id() + " has not run, and sorts before " + last + ", which has",
                "rename the file so that it sorts after " + last
                        + ", or run it all the same with: ficus migrate up --db " + database + " --out-of-order");
    }

    HistoryProblem transactionsUnsupported(MongoChange change) {
        return problem(
                change.key(),
                change.file(),
                ErrorCode.TRANSACTIONS_UNSUPPORTED,
                "change " + change.id() + " asks for a transaction, and this server has none: it is neither a replica"
                        + " set nor a mongos",
                change.isUnit()
                        ? "run a replica set, or take ClientSession out of the parameters of the unit"
                        : "run a replica set, or take transactional: true out of the file and give each step a rollback");
    }

    HistoryProblem irreversible(RecordedChange change, String reason, String fix) {
        return problem(
                change.key(),
                change.file(),
                ErrorCode.CHANGE_IRREVERSIBLE,
                "change " + change.key().id() + " cannot be undone: " + reason,
                fix);
    }

    HistoryProblem halfApplied(List<StepRow> rows) {
        StepRow first = rows.get(0);
        return problem(
                first.key(),
                first.file(),
                ErrorCode.CHANGE_HALF_APPLIED,
                "change " + first.key().id() + " is " + StepProgress.of(rows),
                StepProgress.wayOut(rows, repair(first.key())));
    }

    /**
     * A change that failed in this run.
     *
     * @param at such as {@code step 2 of 3}
     * @param rows what the journal kept of it; empty where nothing is left
     */
    FicusException failed(MongoChange change, String at, Throwable failure, List<StepRow> rows) {
        String what = "change " + change.id() + " failed at " + at + ": " + MongoFailures.words(failure);
        String left = rows.isEmpty() ? "" : "; the change is " + StepProgress.of(rows);
        String fix = rows.isEmpty()
                ? "nothing of the change is left; correct the file, then run: ficus migrate up --db " + database
                : StepProgress.wayOut(rows, repair(change.key()));
        return new FicusException(ErrorCode.CHANGE_FAILED, what + left, where(change.file()), fix, failure);
    }

    /** A change that could not be taken back in a transaction: it stands as it did. */
    FicusException notUndone(MongoChange change, String at, Throwable failure) {
        return new FicusException(
                ErrorCode.CHANGE_FAILED,
                "the way back of change " + change.id() + " failed at " + at + ": " + MongoFailures.words(failure)
                        + "; the change is applied as before",
                where(change.file()),
                "correct what the server refused, then run the command again",
                failure);
    }

    /** Every step ran, and the row that says so could not be written. */
    FicusException unrecorded(MongoChange change, List<StepRow> rows, Throwable failure) {
        return new FicusException(
                ErrorCode.HISTORY_WRITE_FAILED,
                "change " + change.id() + " ran, and its record could not be written: " + MongoFailures.words(failure),
                where(change.file()),
                "correct what keeps " + MongockRecord.COLLECTION + " from being written; then "
                        + StepProgress.wayOut(rows, repair(change.key())),
                failure);
    }

    /** A row of the record that could not be changed. */
    FicusException notWritten(StepFailure failure) {
        return new FicusException(
                ErrorCode.HISTORY_WRITE_FAILED,
                "the record could not be written: " + MongoFailures.words(failure),
                "database " + database,
                "correct what keeps " + MongockRecord.COLLECTION + " from being written, then run the command again",
                failure);
    }

    FicusException refused(ErrorCode code, MongoChange.ChangeKey key, String file, String what, String fix) {
        return new FicusException(problem(key, file, code, what, fix).problem());
    }

    /** The command that repairs a change, without the flag that says how. */
    String repair(MongoChange.ChangeKey key) {
        return "ficus migrate repair --db " + database + " --change " + word(key.id());
    }

    /** As a shell has to get it. */
    private static String word(String text) {
        return text.matches("[\\w.:/@%+-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    private HistoryProblem problem(MongoChange.ChangeKey key, String file, ErrorCode code, String what, String fix) {
        return new HistoryProblem(key.id(), new Problem(code, what, where(file), fix));
    }

    String where(String file) {
        return described(file) + " (database " + database + ")";
    }

    String described(String file) {
        return ChangeFiles.isChangeFile(file) ? ChangeFiles.describe(directory, file) : "class " + file;
    }
}
