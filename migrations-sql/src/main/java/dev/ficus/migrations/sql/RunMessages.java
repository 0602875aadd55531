package dev.ficus.migrations.sql;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.Problem;
import java.util.Optional;

/**
 * The sentences about a run that does not begin, or does not go to its end.
 *
 * @param source where the files are
 * @param database the name of the database in {@code ficus.yaml}
 */
record RunMessages(HistorySource source, String database) {

    /** @param change the change of the file, where there is one */
    Problem irreversible(RecordedChange record, Optional<SqlChange> change) {
        return new Problem(
                ErrorCode.CHANGE_IRREVERSIBLE,
                "change " + record.key().id() + " has no way back"
                        + (change.isEmpty() ? ": no file has the change any more" : ""),
                where(record.key()),
                change.map(RunMessages::wayBack).orElse("restore the file as it ran"));
    }

    private static String wayBack(SqlChange change) {
        String file = change.key().file();
        if (!change.plain()) {
            return "add a rollback to the change: what is written for a way back does not count as an edit";
        }
        return PlainFile.version(file, 'V').isPresent()
                ? "write the statements that undo it into a file U" + file.substring(1)
                : "undo it with a new change: only files named V...__name.sql can have a file for the way back";
    }

    /** The SQL of a change cannot be made. */
    Problem unmade(SqlChange change, Exception failure) {
        return new Problem(
                ErrorCode.CHANGE_FILE_INVALID,
                "the SQL of change " + change.id() + " cannot be made: " + LiquibaseFailures.words(failure),
                where(change.key()),
                "correct the file; docs/reference/histories.md describes the formats");
    }

    /** The user asked to stop, and {@code done} of {@code due} changes are done. */
    FicusException interrupted(int done, int due, String verb, String again) {
        return new FicusException(
                ErrorCode.INTERRUPTED,
                "interrupted between two changes: " + done + " of " + due + " changes " + verb
                        + ", and the record says so",
                "database " + database,
                "go on with: " + again);
    }

    FicusException lockLost() {
        return new FicusException(
                ErrorCode.CONNECTION_LOST,
                "the session of this run no longer holds the lock of the history",
                "database " + database,
                "take statements that free all locks out of the changes, connect without a transaction pooler, then run the"
                        + " command again: it goes on with the first change that is not recorded");
    }

    private String where(ChangeKey key) {
        return source.describe(key.file()) + " (database " + database + ")";
    }
}
