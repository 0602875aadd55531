package dev.ficus.dualwrite.stream;

import java.sql.SQLException;

/**
 * Merged changes into MySQL and MariaDB: all deletes of a table, then the updates, then the inserts, each as JDBC batches.
 * Connector/J makes multi-row INSERTs of the inserts, and sends updates and deletes as many statements in one packet,
 * each with its own count ({@code rewriteBatchedStatements}, which {@link ApplyConnection} asks for); both up to
 * {@code max_allowed_packet}. A statement for one row reaches it by its key whatever the optimizer believes, which joins
 * with a derived table and long IN lists do not promise.
 */
final class MysqlWriter implements MergedWriter {
    private final ChangeWriter writer;

    MysqlWriter(ChangeWriter writer) {
        this.writer = writer;
    }

    @Override
    public void write(Merge merge) throws SQLException {
        RowByRow.groups(writer, merge, merge.groups());
    }

    @Override
    public void committed() {}

    @Override
    public void rolledBack() {}
}
