package dev.ficus.dualwrite.route;

import dev.ficus.dualwrite.control.Owner;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** One transaction of the application, able to run on either side. */
@FunctionalInterface
public interface SqlWork<T extends @Nullable Object> {
    /**
     * Does the work. It may be called more than once, so it has no effect outside the connection.
     *
     * @param connection inside a transaction, which route begins and commits; leave it open
     * @param side which dialect to speak
     */
    T run(Connection connection, Owner side) throws SQLException;
}
