package dev.ficus.dualwrite.stream;

import java.sql.SQLException;

/** Writes the merged changes of one table. Used by one thread, inside the caller's transaction. */
interface MergedWriter {

    /**
     * Writes them all. Where this throws, the caller may go back to its savepoint, say so by {@link #rolledBack}, and write
     * the same changes row by row, which decides what is wrong and names it.
     *
     * @throws MisfitException where statements hit other numbers of rows than they should
     */
    void write(Merge merge) throws SQLException;

    /** The transaction was committed. */
    void committed();

    /** The transaction went back, to its begin or to a savepoint. */
    void rolledBack();

    /** A statement for many rows did not hit as many as it should. */
    final class MisfitException extends RuntimeException {
        MisfitException(String message) {
            super(message, null, false, false);
        }
    }
}
