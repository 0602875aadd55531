package dev.ficus.migrations.sql;

import dev.ficus.core.history.MigrationPlan.StatementEffect;
import java.sql.SQLException;

/** What a statement would do to others: for plans. */
@FunctionalInterface
public interface StatementEffects {

    /** What this one statement locks and how many rows it touches; {@link StatementEffect#UNKNOWN} where it is not understood. */
    StatementEffect of(String statement) throws SQLException;
}
