package dev.ficus.dualwrite.table;

import static java.util.stream.Collectors.joining;

import dev.ficus.dualwrite.value.Hazard;
import dev.ficus.dualwrite.value.MysqlType;
import dev.ficus.dualwrite.value.Value;
import java.util.Optional;

/**
 * A column of a tracked table.
 *
 * @param name on MySQL
 * @param target its name in PostgreSQL: the same, unless {@code ficus.yaml} maps it
 * @param ordinal position on MySQL, from 0: the place of its value in a binlog row
 * @param type as MySQL declares it
 * @param value what Ficus knows about that type
 * @param nullable whether it may be NULL
 * @param autoIncrement whether MySQL numbers it
 * @param defaultText MySQL's default as the catalog shows it, without quotes; empty where there is none
 * @param defaultIsExpression whether that default is an expression such as {@code CURRENT_TIMESTAMP}
 * @param onUpdateNow whether MySQL sets it to the current time at every update
 * @param generated what it is computed from; empty for a plain column
 * @param collation of a text column
 * @param comment empty where it has none
 */
public record Column(
        String name,
        String target,
        int ordinal,
        MysqlType type,
        Value value,
        boolean nullable,
        boolean autoIncrement,
        Optional<String> defaultText,
        boolean defaultIsExpression,
        boolean onUpdateNow,
        Optional<Generated> generated,
        Optional<String> collation,
        String comment) {

    /** Whether copy and forward stream give PostgreSQL its values; PostgreSQL computes the others. */
    public boolean writtenToPostgres() {
        return generated.isEmpty() || !generated.get().alsoInPostgres();
    }

    /** Whether the reverse stream gives MySQL its values; MySQL computes the others. */
    public boolean writtenToMysql() {
        return generated.isEmpty();
    }

    /** Whether PostgreSQL's column is nullable: also where values that are none there are to become NULL. */
    public boolean nullableInPostgres() {
        return nullable || value.mapsToNull();
    }

    /** What can be chosen for values that PostgreSQL does not hold, as the end of a fix; empty where nothing can. */
    public String choices(String table) {
        return value.hazards().isEmpty()
                ? ""
                : value.hazards().stream()
                        .map(Hazard::fix)
                        .distinct()
                        .collect(joining(
                                " or ",
                                "; or choose in ficus.yaml what stands for such values, strangler.convert.tables."
                                        + table + ".columns." + name + ": ",
                                ""));
    }

    /** This column where PostgreSQL computes it too. */
    Column generatedInPostgres() {
        return new Column(
                name,
                target,
                ordinal,
                type,
                value,
                nullable,
                autoIncrement,
                defaultText,
                defaultIsExpression,
                onUpdateNow,
                generated.map(from -> new Generated(from.expression(), from.stored(), true)),
                collation,
                comment);
    }

    /** The name quoted for MySQL. */
    public String mysqlName() {
        return Quoted.mysql(name);
    }

    /** The name quoted for PostgreSQL. */
    public String postgresName() {
        return Quoted.postgres(target);
    }
}
