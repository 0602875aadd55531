package dev.ficus.migrations.sql.lint;

import java.sql.SQLException;
import java.util.Optional;

/** What is known of the tables that are there. */
@FunctionalInterface
public interface Tables {
    /** Nothing is known: there is no connection. */
    Tables UNKNOWN = table -> Optional.empty();

    /**
     * The server's estimate; empty where there is no such table.
     *
     * @param table as the statement writes it
     */
    Optional<TableSize> size(String table) throws SQLException;
}
