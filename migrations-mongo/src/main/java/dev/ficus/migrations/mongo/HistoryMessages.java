package dev.ficus.migrations.mongo;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.Problem;
import dev.ficus.core.history.HistoryProblem;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The sentences about a history that is not as it should be.
 *
 * @param directory where the files are
 * @param database the name of the database in {@code ficus.yaml}
 */
record HistoryMessages(Path directory, String database) {

    CommandLines commands() {
        return new CommandLines(database);
    }

    HistoryProblem edited(RecordedChange change, MongoChange file) {
        return problem(
                change.key(),
                change.file(),
                ErrorCode.CHECKSUM_MISMATCH,
                "change " + change.key().id() + " was edited after it ran: "
                        + difference(change.steps(), file.hashes()),
                "restore the file as it ran (SHA-256 " + change.checksum().orElse("")
                        + "), or put the new steps into a new change file; or, if the file says what the database has,"
                        + " record the edit with: " + commands().repair(change.key()));
    }

    private static String difference(List<String> ran, List<String> now) {
        for (int step = 0; step < Math.min(ran.size(), now.size()); step++) {
            if (!ran.get(step).equals(now.get(step))) {
                return "step " + (step + 1) + " is not what ran";
            }
        }
        return ran.size() == now.size()
                ? "its steps are the same, and other text is not"
                : "it had " + ran.size() + " steps and has " + now.size();
    }

    HistoryProblem missing(RecordedChange change) {
        return problem(
                change.key(),
                change.file(),
                ErrorCode.CHANGE_MISSING,
                "change " + change.key().id() + " ran, and no file has it any more",
                "restore the file as it ran; or, if it is gone for good, take the change out of the record with: "
                        + commands().repair(change.key()) + " --forget");
    }

    /** @param changes at least one, all of which sort before {@code last} */
    HistoryProblem late(List<MongoChange> changes, String last) {
        String ids = changes.stream().map(MongoChange::id).collect(Collectors.joining(", "));
        boolean one = changes.size() == 1;
        return problem(
                changes.get(0).key(),
                changes.get(0).file(),
                ErrorCode.CHANGE_OUT_OF_ORDER,
                (one ? "change " + ids + " has" : changes.size() + " changes have") + " not run, and "
                        + (one ? "sorts" : "sort") + " before " + last + ", which has" + (one ? "" : ": " + ids),
                "rename the " + (one ? "file so that it sorts" : "files so that they sort") + " after " + last
                        + ", or run them as they are with: " + commands().up() + " --out-of-order");
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
                StepProgress.waysOut(rows, commands().repair(first.key())));
    }

    /**
     * A change that failed in this run.
     *
     * @param at such as {@code step 2 of 3}
     * @param rows what the journal kept of it; empty where nothing is left
     */
    FicusException failed(MongoChange change, String at, Throwable failure, List<StepRow> rows) {
        String what = "change " + change.id() + " failed at " + at + ": " + MongoFailures.words(failure);
        if (!rows.isEmpty()) {
            return new FicusException(
                    ErrorCode.CHANGE_FAILED,
                    what + "; the change is " + StepProgress.of(rows),
                    where(change.file()),
                    StepProgress.waysOut(rows, commands().repair(change.key())),
                    failure);
        }
        boolean right = MongoFailures.isRightMissing(failure);
        return new FicusException(
                right ? ErrorCode.RIGHT_MISSING : ErrorCode.CHANGE_FAILED,
                what,
                where(change.file()),
                (right
                                ? "grant the right to the user of the database, then run: "
                                : "nothing of the change is left; correct the file, then run: ")
                        + commands().up(),
                failure);
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
                        + StepProgress.waysOut(rows, commands().repair(change.key())),
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
