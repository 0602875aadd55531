package dev.ficus.migrations.sql;

import dev.ficus.core.drift.Snapshot;
import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.history.DriftReport;
import dev.ficus.core.jdbc.Connections;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.migrations.sql.drift.DriftServer;
import dev.ficus.migrations.sql.drift.GuardedConnection;
import dev.ficus.migrations.sql.drift.Scope;
import dev.ficus.migrations.sql.drift.ScratchDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One report on drift: the catalog of the database, beside that of a scratch database on which the changes that are
 * recorded have run in the order of the record. The database itself is read and never written.
 *
 * @param scope what of the database belongs to the history
 */
record DriftRun(DatabaseSettings database, SqlDialect dialect, Scope scope, Replay replay, Progress progress) {
    /** Types of which an empty database has some too. */
    private static final Set<String> IN_EMPTY_DATABASES = Set.of("schema", "extension");

    /** Compares with what the changes build on a database beside the real one, or on {@code given}. */
    DriftReport run(Connection real, TrustedRecord record, Optional<DatabaseSettings> given) throws SQLException {
        DriftServer server = dialect.drift();
        List<SqlChange> changes = record.changes(real);
        Snapshot actual = server.snapshot(real, scope);
        record.checkUnchanged(real, changes);
        if (given.isPresent()) {
            return compare(real, given.get(), given.get().safeUrl(), changes, actual);
        }
        try (ScratchDatabase scratch = ScratchDatabase.beside(database, server, progress)) {
            String where = scratch.name() + " on the server of " + database.name();
            return compare(real, scratch.settings(), where, changes, actual);
        }
    }

    private DriftReport compare(
            Connection real, DatabaseSettings scratch, String where, List<SqlChange> changes, Snapshot actual)
            throws SQLException {
        DriftServer server = dialect.drift();
        try (Connection connection = Connections.open(scratch, dialect.connectionProperties())) {
            String home = server.prepare(real, connection, scope.home());
            Scope there = new Scope(home, scope.alone());
            checkEmpty(scratch, server.snapshot(connection, there));
            replay.run(scratch.isOnServerOf(database) ? guard(connection) : connection, home, changes);
            Snapshot expected = server.snapshot(connection, there);
            return new DriftReport(where, changes.size(), expected.size(), expected.differences(actual));
        }
    }

    private Connection guard(Connection connection) throws SQLException {
        return GuardedConnection.around(
                connection,
                dialect.drift().reaches(connection),
                what -> progress.warning(
                        database.name(), "a statement that reaches beyond the database was not replayed: " + what));
    }

    private static void checkEmpty(DatabaseSettings scratch, Snapshot before) {
        before.objects().stream()
                .filter(object -> !IN_EMPTY_DATABASES.contains(object.key().type()))
                .findFirst()
                .ifPresent(object -> {
                    throw new FicusException(
                            ErrorCode.TABLE_NOT_EMPTY,
                            "the scratch database is not empty: it has "
                                    + object.key().type() + " " + object.key().name(),
                            scratch.toString(),
                            "give it an empty database");
                });
    }
}
