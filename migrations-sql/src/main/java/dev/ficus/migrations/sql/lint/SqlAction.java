package dev.ficus.migrations.sql.lint;

import java.util.Optional;

/** One thing that a statement does to one object. */
public interface SqlAction {

    /** The table that comes into being. */
    Optional<String> createdTable();
}
