package dev.ficus.dualwrite.route;

import java.sql.Connection;
import java.sql.SQLException;

/** Gives connections of the application, usually out of its pool: {@code dataSource::getConnection}. Thread-safe. */
@FunctionalInterface
public interface ConnectionSource {
    /** A connection that nobody else uses; route closes it. */
    Connection open() throws SQLException;
}
