package dev.ficus.core.history;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.progress.StopSignal;
import dev.ficus.core.settings.DatabaseSettings;
import java.util.List;
import java.util.Optional;

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
     * What {@link #up} or {@link #down} would do now, with the exact statements. Writes nothing.
     *
     * @throws FicusException what the run itself would be refused with before its first statement
     */
    MigrationPlan plan(PlanOptions options);

    /** As {@link #up(UpOptions, Progress, StopSignal)}, and never asked to stop. */
    default UpReport up(UpOptions options, Progress progress) {
        return up(options, progress, StopSignal.NEVER);
    }

    /**
     * Applies the pending changes in order, under the lock of this history.
     *
     * <p>Nothing runs if {@link #validate} finds a problem. A change that fails stops the run; what ran before it
     * stays recorded. On a crash, what was recorded has run, and the lock frees itself.
     *
     * @param stop takes effect between two changes
     * @throws FicusException CHECKSUM_MISMATCH, CHANGE_MISSING, CHANGE_HALF_APPLIED, CHANGE_OUT_OF_ORDER,
     *     CHANGE_UNKNOWN (the target), PLAN_CHANGED, CHANGE_FAILED, INTERRUPTED,
     *     {@link ErrorCode#LOCK_HELD} after {@code options.lockTimeout()}
     */
    UpReport up(UpOptions options, Progress progress, StopSignal stop);

    /**
     * Takes changes back, the newest first, under the lock of this history. Each way back and the removal of its record
     * hold together as a change and its record do.
     *
     * @param stop takes effect between two changes
     * @throws FicusException as {@link #up}; CHANGE_IRREVERSIBLE, before anything runs, where one of them has no way back
     */
    DownReport down(DownOptions options, Progress progress, StopSignal stop);

    /**
     * Brings one change that {@link #validate} names back to order, under the lock of this history.
     *
     * @throws FicusException CHANGE_UNKNOWN; REPAIR_REFUSED where the change is in another state; CHANGE_FAILED where the
     *     resumed change fails again; LOCK_HELD
     */
    RepairReport repair(RepairOptions options, Progress progress);

    /**
     * Records changes as applied without running them: all of them or none.
     *
     * @throws FicusException CHANGE_UNKNOWN; BASELINE_REFUSED where the other tool's record is not there, does not agree
     *     with the files, or tells of a failed run; LOCK_HELD
     */
    BaselineReport baseline(BaselineOptions options, Progress progress);

    /**
     * Gives the last change that ran a name, to which {@link #down} can go back.
     *
     * @throws FicusException TAG_REFUSED where another change carries the name, or nothing has run
     */
    TagReport tag(String name);

    /**
     * Tells who holds the lock of this history, and frees it where that process is certain to have ended.
     *
     * @throws FicusException LOCK_HELD where the holder is alive, or may be
     */
    UnlockReport unlock();

    /** What is dangerous in the changes. Writes nothing. */
    LintReport lint(LintOptions options);

    /** As {@link #drift(Optional, Progress, StopSignal)}, and never asked to stop. */
    default DriftReport drift(Optional<DatabaseSettings> scratch, Progress progress) {
        return drift(scratch, progress, StopSignal.NEVER);
    }

    /**
     * Replays what is recorded as applied on a scratch database and compares. The database itself is only read.
     *
     * @param scratch an empty database to replay on; empty: one is made on the same server and dropped afterwards, also
     *     after a failure. What a killed process leaves is dropped by the next call
     * @param stop takes effect between two changes
     * @throws FicusException CHECKSUM_MISMATCH, CHANGE_MISSING, CHANGE_HALF_APPLIED: what would be replayed is not what
     *     ran; CHANGE_FAILED where a change does not run on the scratch database; LOCK_HELD where a run is going on;
     *     RIGHT_MISSING where the user may make no database; TABLE_NOT_EMPTY where {@code scratch} is not empty;
     *     INTERRUPTED
     */
    DriftReport drift(Optional<DatabaseSettings> scratch, Progress progress, StopSignal stop);

    /**
     * Writes a new change file from a template, named so that it sorts last.
     *
     * @param name in words, such as {@code add status}
     */
    NewChange create(String name);

    /** Closes the connection, if one was opened. */
    @Override
    void close();
}
