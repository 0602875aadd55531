package dev.ficus.migrations.sql;

import dev.ficus.core.history.MigrationPlan.Direction;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import liquibase.exception.LiquibaseException;

/**
 * Makes the statements of changes and sends them: one for plain files, one for Liquibase's formats. Plans and runs both
 * ask it, so what is printed is what runs. Neither writes the record, begins or ends a transaction.
 */
interface ChangeEngine {

    /** The texts of all statements, in order. Does no work and changes nothing. */
    List<String> texts(SqlChange change, Direction direction) throws LiquibaseException;

    /** Whether a change has a way back. */
    boolean reversible(SqlChange change) throws LiquibaseException;

    /** What the record says of a change that ran in full. */
    ChangeLogRow row(SqlChange change);

    /**
     * Runs the statements of a change, each through the log.
     *
     * @param goesOn true where the change had begun before, so that its preconditions do not count any more
     * @return what the record is to say; empty where the change was left out, because of a precondition or failOnError
     */
    Optional<ChangeLogRow> run(SqlChange change, StatementLog log, boolean goesOn)
            throws SQLException, LiquibaseException;

    /** Runs the statements of a way back, each through the log. */
    void undo(SqlChange change, StatementLog log) throws SQLException, LiquibaseException;
}
