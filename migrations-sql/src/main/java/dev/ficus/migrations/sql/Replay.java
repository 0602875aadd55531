package dev.ficus.migrations.sql;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.jdbc.SqlFailures;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.progress.ProgressEvent;
import dev.ficus.core.progress.StopSignal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import liquibase.exception.LiquibaseException;

/**
 * Runs changes on a scratch database as {@code up} ran them on the real one, in the order that is given.
 *
 * @param database the name of the real database
 * @param stop takes effect between two changes
 */
record Replay(String database, HistorySource source, SqlDialect dialect, Progress progress, StopSignal stop) {

    /**
     * @param home the schema in which unqualified names are made, and in which the scratch keeps a history of its own
     * @throws FicusException CHANGE_FAILED with the change that does not run; INTERRUPTED
     */
    void run(Connection scratch, String home, List<SqlChange> changes) {
        Engines.around(source, changes, () -> all(scratch, home, changes));
    }

    private boolean all(Connection scratch, String home, List<SqlChange> changes) {
        return telling("the scratch database of database " + database, () -> {
            HistoryTables tables = new HistoryTables(dialect, home);
            tables.create(scratch);
            ChangeRunner runner = new ChangeRunner(Engines.open(scratch, changes), tables, dialect);
            int done = 0;
            for (SqlChange change : changes) {
                progress.on(new ProgressEvent.Count(
                        database, done++, OptionalLong.of(changes.size()), "changes", "replaying " + change.id()));
                if (stop.requested()) {
                    throw interrupted();
                }
                replay(runner, change);
            }
            scratch.setAutoCommit(true);
            return true;
        });
    }

    private void replay(ChangeRunner runner, SqlChange change) {
        telling(source.describe(change.key().file()) + " on the scratch database of database " + database, () -> {
            if (!runner.run(change, false)) {
                progress.warning(
                        database,
                        "change " + change.id()
                                + " was left out of the replay, as its precondition or failOnError says, and ran on the"
                                + " database");
            }
            return true;
        });
    }

    private <T> T telling(String where, Callable<T> work) {
        try {
            return work.call();
        } catch (ChangeRunner.ChangeFailure | LiquibaseException | SQLException e) {
            String words =
                    LiquibaseFailures.sql(e).map(SqlFailures::firstLine).orElseGet(() -> LiquibaseFailures.words(e));
            throw new FicusException(
                    ErrorCode.CHANGE_FAILED,
                    "the history does not replay on an empty database: " + words,
                    where,
                    "let a change make what is taken for granted (an extension, a table made by hand, a role), or where it"
                            + " leaves its database, run: ficus migrate drift --db " + database + " --scratch sandbox",
                    e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private FicusException interrupted() {
        return new FicusException(
                ErrorCode.INTERRUPTED,
                "stopped before the replay was done; the scratch database is dropped",
                "database " + database,
                "run again: ficus migrate drift --db " + database);
    }
}
