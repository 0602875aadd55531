package dev.ficus.migrations.sql.lint;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Reads what statements do. */
@FunctionalInterface
public interface SqlReader<A extends SqlAction> {

    /** What one statement does, in the order of its text; empty where it is not understood. */
    Optional<List<A>> read(String statement) throws SQLException;
}
