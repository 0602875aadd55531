package dev.ficus.migrations.sql;

import java.sql.Connection;
import java.sql.SQLException;

/** The record of another tool in the same database. Only read; the tool can go on with it. */
interface ForeignRecord {

    /** The table, as the catalog has it. */
    String table();

    /** Reads it all and matches it to the files. */
    Takeover read(Connection connection, Comparison comparison) throws SQLException;
}
