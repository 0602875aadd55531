package dev.ficus.migrations.sql;

import java.sql.Connection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import liquibase.exception.LiquibaseException;

/**
 * The engines of one run.
 *
 * @param liquibase empty where all changes are plain files
 */
record Engines(Connection connection, ChangeEngine plain, Optional<ChangeEngine> liquibase) {

    /** Opens what these changes need. Only reads. */
    static Engines open(Connection connection, List<SqlChange> changes) throws LiquibaseException {
        Optional<ChangeEngine> liquibase =
                allPlain(changes) ? Optional.empty() : Optional.of(new LiquibaseEngine(connection));
        return new Engines(connection, new PlainEngine(connection), liquibase);
    }

    /** Does work in which {@link #open} may be called with these changes. */
    static <T> T around(HistorySource source, List<SqlChange> changes, Supplier<T> work) {
        return allPlain(changes) ? work.get() : LiquibaseScope.in(source.path().orElse(null), work);
    }

    ChangeEngine of(SqlChange change) {
        return change.plain() ? plain : liquibase.orElseThrow();
    }

    private static boolean allPlain(List<SqlChange> changes) {
        return changes.stream().allMatch(SqlChange::plain);
    }
}
