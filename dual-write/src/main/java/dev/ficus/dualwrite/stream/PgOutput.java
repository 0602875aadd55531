package dev.ficus.dualwrite.stream;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The messages of PostgreSQL's output plugin pgoutput, protocol version 1, as far as a stream looks at them. */
sealed interface PgOutput {

    record Begin() implements PgOutput {}

    /** @param end just behind the commit record: a slot that has confirmed it does not send the transaction again */
    record Commit(long end) implements PgOutput {}

    /**
     * Describes a table; sent before its first row and again after a change of its structure.
     *
     * @param identity the columns of which an update or a delete tells the old values
     */
    record Relation(int id, String schema, String name, List<String> columns, List<String> identity)
            implements PgOutput {
        public Relation {
            columns = List.copyOf(columns);
            identity = List.copyOf(identity);
        }
    }

    record Insert(int relation, PgTuple after) implements PgOutput {}

    /** @param before the old key, or the old row; absent where the key did not change */
    record Update(int relation, @Nullable PgTuple before, PgTuple after) implements PgOutput {}

    record Delete(int relation, PgTuple before) implements PgOutput {}

    record Truncate(List<Integer> relations) implements PgOutput {
        public Truncate {
            relations = List.copyOf(relations);
        }
    }

    /** A type, an origin, a logical message: nothing that a stream looks at. */
    record Other() implements PgOutput {}
}
