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
                "restore the file as it ran (SHA-256 " + change.checksum().orElse("")
                        + "), or put the new steps into a new change file");
    }

    HistoryProblem missing(RecordedChange change) {
        return problem(
                change.key(),
                change.file(),
                ErrorCode.CHANGE_MISSING,
                "change " + change.key().id() + " ran, and no file has it any more",
                "restore the file as it ran");
    }

    HistoryProblem late(MongoChange change, String last) {
        return problem(
                change.key(),
                change.file(),
                ErrorCode.CHANGE_OUT_OF_ORDER,
                "change " + change.id() + " has not run, and sorts before " + last + ", which has",
                "rename the file so that it sorts after " + last);
    }

    HistoryProblem transactionsUnsupported(MongoChange change) {
        return problem(
                change.key(),
                change.file(),
                ErrorCode.TRANSACTIONS_UNSUPPORTED,
                "change " + change.id() + " asks for a transaction, and this server has none: it is neither a replica"
                        + " set nor a mongos",
                "run a replica set, or take transactional: true out of the file and give each step a rollback");
    }

    HistoryProblem halfApplied(List<StepRow> rows) {
        StepRow first = rows.get(0);
        return problem(
                first.key(),
                first.file(),
                ErrorCode.CHANGE_HALF_APPLIED,
                "change " + first.key().id() + " is half applied: " + progress(rows),
                wayOut(first.key()));
    }

    /**
     * A change that failed in this run.
     *
     * @param at such as {@code step 2 of 3}
     * @param rows what the journal kept of it; empty where nothing is left
     */
    FicusException failed(MongoChange change, String at, Throwable failure, List<StepRow> rows) {
        String what = "change " + change.id() + " failed at " + at + ": " + MongoFailures.words(failure);
        String left = rows.isEmpty() ? "" : "; the change is half applied: " + progress(rows);
        String fix = rows.isEmpty()
                ? "nothing of the change is left; correct the file, then run: ficus migrate up --db " + database
                : wayOut(change.key());
        return new FicusException(ErrorCode.CHANGE_FAILED, what + left, where(change.file()), fix, failure);
    }

    /** Every step ran, and the row that says so could not be written. */
    FicusException unrecorded(MongoChange change, Throwable failure) {
        return new FicusException(
                ErrorCode.HISTORY_WRITE_FAILED,
                "change " + change.id() + " ran, and its record could not be written: " + MongoFailures.words(failure),
                where(change.file()),
                "correct what keeps " + MongockRecord.COLLECTION + " from being written; " + wayOut(change.key()),
                failure);
    }

    private static String progress(List<StepRow> rows) {
        StepRow last = rows.get(rows.size() - 1);
        long done =
                rows.stream().filter(row -> row.state() == StepRow.State.DONE).count();
        return done + " of " + last.total() + " steps ran, "
                + switch (last.state()) {
                    case DONE -> done == last.total() ? "and the change was not recorded" : "then the run was cut off";
                    case STARTED ->
                        "then the run was cut off in step " + last.number() + ", which may or may not have run";
                    case FAILED ->
                        "step " + last.number() + " failed: " + last.error().orElse("");
                };
    }

    private String wayOut(MongoChange.ChangeKey key) {
        return "undo by hand what ran, then forget the attempt in mongosh with: db." + StepJournal.COLLECTION
                + ".deleteMany({\"_id.change\": \"" + key.id().replace("\"", "\\\"")
                + "\"}); then run: ficus migrate up --db " + database;
    }

    private HistoryProblem problem(MongoChange.ChangeKey key, String file, ErrorCode code, String what, String fix) {
        return new HistoryProblem(key.id(), new Problem(code, what, where(file), fix));
    }

    private String where(String file) {
        return ChangeFiles.describe(directory, file) + " (database " + database + ")";
    }
}
