package dev.ficus.core.history;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.progress.Progress;
import java.util.List;

/**
 * The history of ONE database: its change files in a directory, and the record of what ran, kept inside that database.
 * The implementations are {@code PostgresHistory}, {@code MysqlHistory} and {@code MongoHistory}.
 *
 * <p>Not thread-safe; one instance serves one command. Every method may throw {@link FicusException} with
 * CANNOT_CONNECT, LOGIN_REFUSED, RIGHT_MISSING or CHANGE_FILE_INVALID besides what it names itself.
 */
public interface MigrationHistory extends AutoCloseable {

    /** What is pending, applied, edited, missing or half-applied. Writes nothing, not even the history's own tables. */
    HistoryStatus status();

    /** The changes that ran, the oldest first. Writes nothing. */
    List<HistoryEntry> history();

    /**
     * All that is wrong between the files and the record: edited, missing, half-applied, duplicate, unreadable.
     * An empty list means that {@link #up} may run. Writes nothing.
     */
    List<HistoryProblem> validate();

    /**
     * Applies every pending change in order, under the lock of this history.
     *
     * <p>Nothing runs if {@link #validate} finds a problem. A change that fails stops the run; what ran before it
     * stays recorded. On a crash, what was recorded has run, and the lock frees itself.
     *
     * @throws FicusException CHECKSUM_MISMATCH, CHANGE_MISSING, CHANGE_HALF_APPLIED, CHANGE_FAILED,
     *     {@link ErrorCode#LOCK_HELD} after {@code options.lockTimeout()}
     */
    UpReport up(UpOptions options, Progress progress);

    /** Closes the connection, if one was opened. */
    @Override
    void close();
}
