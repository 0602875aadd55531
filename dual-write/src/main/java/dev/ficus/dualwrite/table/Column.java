package dev.ficus.dualwrite.table;

import dev.ficus.dualwrite.value.MysqlType;
import dev.ficus.dualwrite.value.Value;
import java.util.Optional;

/**
 * A column of a tracked table.
 *
 * @param name the same on both sides
 * @param ordinal position on MySQL, from 0: the place of its value in a binlog row
 * @param type as MySQL declares it
 * @param value what Ficus knows about that type
 * @param nullable whether it may be NULL
 * @param autoIncrement whether MySQL numbers it
 * @param defaultText MySQL's default as the catalog shows it, without quotes; empty where there is none
 * @param defaultIsExpression whether that default is an expression such as {@code CURRENT_TIMESTAMP}
 * @param onUpdateNow whether MySQL sets it to the current time at every update
 */
public record Column(
        String name,
        int ordinal,
        MysqlType type,
        Value value,
        boolean nullable,
        boolean autoIncrement,
        Optional<String> defaultText,
        boolean defaultIsExpression,
        boolean onUpdateNow) {

    /** The name quoted for MySQL. */
    public String mysqlName() {
        return Quoted.mysql(name);
    }

    /** The name quoted for PostgreSQL. */
    public String postgresName() {
        return Quoted.postgres(name);
    }
}
