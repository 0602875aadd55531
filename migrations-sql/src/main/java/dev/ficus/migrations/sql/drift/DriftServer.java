package dev.ficus.migrations.sql.drift;

import dev.ficus.core.drift.Snapshot;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** What a kind of server offers for a drift report. Implementations are stateless. */
public interface DriftServer {

    /** Reads the objects of a history from the catalog, in a transaction that cannot write. */
    Snapshot snapshot(Connection connection, Scope scope) throws SQLException;

    /**
     * Makes an empty database with the encoding and the collation of the one behind the connection, which from before
     * that on shows everybody that it uses this name.
     */
    void make(Connection admin, String name) throws SQLException;

    /** Drops a database, if it is there. Fails where a session uses it, unless {@code force}. */
    void drop(Connection admin, String name, boolean force) throws SQLException;

    /** The scratch databases on the server that no session uses: what killed runs have left. */
    List<String> leftovers(Connection admin) throws SQLException;

    /**
     * Gives a session on a scratch database what the session on the real one has.
     *
     * @return the schema that takes the place of {@code home}, which is there afterwards
     */
    String prepare(Connection real, Connection scratch, String home) throws SQLException;

    /** Tells what statements reach; asks the server once what there is to reach. */
    Reaches reaches(Connection scratch) throws SQLException;

    /** Tells what a statement reaches. */
    @FunctionalInterface
    interface Reaches {
        Reach of(String sql);
    }
}
