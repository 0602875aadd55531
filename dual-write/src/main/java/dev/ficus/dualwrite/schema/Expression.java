package dev.ficus.dualwrite.schema;

import java.util.List;
import java.util.Optional;

/**
 * An expression of MySQL in PostgreSQL's words, or why there is none.
 *
 * @param sql with the names of PostgreSQL's columns, quoted; empty where it is not converted
 * @param reason why it is not; empty where it is
 * @param columns the MySQL names of the columns that it reads
 */
record Expression(Optional<String> sql, String reason, List<String> columns) {
    Expression {
        columns = List.copyOf(columns);
    }

    static Expression of(String sql, List<String> columns) {
        return new Expression(Optional.of(sql), "", columns);
    }

    static Expression refused(String reason) {
        return new Expression(Optional.empty(), reason, List.of());
    }
}
