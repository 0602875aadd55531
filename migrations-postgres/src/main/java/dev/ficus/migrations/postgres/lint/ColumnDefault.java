package dev.ficus.migrations.postgres.lint;

import dev.ficus.migrations.sql.lint.SyntaxTree;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Whether a new column can be added without rewriting the table. Source: PostgreSQL manual, ALTER TABLE, Notes. */
final class ColumnDefault {
    private static final Set<String> SERIAL =
            Set.of("SMALLSERIAL", "SERIAL", "BIGSERIAL", "SERIAL2", "SERIAL4", "SERIAL8");

    /** Functions of the server that give one value for the whole statement; any other is taken for volatile. */
    private static final Set<String> STABLE = Set.of(
            "now",
            "transaction_timestamp",
            "statement_timestamp",
            "current_setting",
            "current_schema",
            "current_database",
            "to_timestamp",
            "to_date",
            "make_date",
            "make_timestamp",
            "make_interval",
            "lower",
            "upper",
            "concat",
            "length",
            "md5",
            "abs",
            "round",
            "floor",
            "ceil",
            "coalesce",
            "jsonb_build_object",
            "json_build_object",
            "jsonb_build_array",
            "to_jsonb",
            "to_json",
            "array_fill",
            "date_trunc",
            "date_part",
            "decode",
            "encode",
            "timezone",
            "repeat",
            "replace",
            "substr",
            "trim");

    private ColumnDefault() {}

    static PostgresOperation operation(SyntaxTree column, List<SyntaxTree> constraints) {
        boolean serial = column.first("dataTypeName").stream()
                .anyMatch(type -> SERIAL.contains(type.text().toUpperCase(Locale.ROOT)));
        boolean computed = constraints.stream()
                .anyMatch(each -> each.starts("GENERATED") && (each.says("IDENTITY") || each.says("STORED")));
        if (serial || computed) {
            return PostgresOperation.ADD_COLUMN_COMPUTED;
        }
        boolean isVolatile = constraints.stream()
                .filter(each -> each.starts("DEFAULT"))
                .flatMap(each -> each.all("funcName").stream())
                .map(name -> name.text().toLowerCase(Locale.ROOT).replace("pg_catalog.", ""))
                .anyMatch(name -> !STABLE.contains(name));
        return isVolatile ? PostgresOperation.ADD_COLUMN_VOLATILE : PostgresOperation.ADD_COLUMN;
    }
}
