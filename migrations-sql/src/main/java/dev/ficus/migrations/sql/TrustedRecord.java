package dev.ficus.migrations.sql;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.Problem;
import dev.ficus.core.history.HistoryProblem;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is recorded as applied, refused where its files are not what ran: a replay of them would show what the files
 * changed, and not what the database did.
 *
 * @param files the changes that are meant for this kind of database
 */
record TrustedRecord(HistoryTables tables, HistoryMessages messages, List<SqlChange> files, HistoryLock lock) {

    /** The changes that ran, in the order of the record. */
    List<SqlChange> changes(Connection connection) throws SQLException {
        checkNobodyRuns();
        Comparison comparison = new Comparison(files, tables.recorded(connection), tables.unfinished(connection));
        List<Problem> problems = comparison.problems(messages).stream()
                .map(HistoryProblem::problem)
                .filter(problem -> problem.code() != ErrorCode.CHANGE_OUT_OF_ORDER)
                .toList();
        if (!problems.isEmpty()) {
            throw new FicusException(problems, null);
        }
        return recorded(connection);
    }

    /** A run that began and ended since then shows in the record. */
    void checkUnchanged(Connection connection, List<SqlChange> before) throws SQLException {
        checkNobodyRuns();
        if (!recorded(connection).equals(before)) {
            throw busy("another run changed the database while it was read");
        }
    }

    private List<SqlChange> recorded(Connection connection) throws SQLException {
        Map<ChangeKey, SqlChange> byKey = new HashMap<>();
        files.forEach(change -> byKey.put(change.key(), change));
        return tables.recorded(connection).stream()
                .map(RecordedChange::key)
                .filter(byKey::containsKey)
                .map(byKey::get)
                .toList();
    }

    private void checkNobodyRuns() throws SQLException {
        Optional<LockHolder> running = lock.holder();
        if (running.isPresent()) {
            throw busy("another run is going on: " + running.get());
        }
    }

    private FicusException busy(String what) {
        String name = messages.database();
        return new FicusException(
                ErrorCode.LOCK_HELD,
                what,
                "the history of database " + name,
                "when it has ended, run again: ficus migrate drift --db " + name);
    }
}
