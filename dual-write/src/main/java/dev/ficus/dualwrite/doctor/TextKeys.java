package dev.ficus.dualwrite.doctor;

import dev.ficus.dualwrite.table.Column;
import dev.ficus.dualwrite.table.Index;
import dev.ficus.dualwrite.table.Table;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keys whose texts MySQL calls equal where PostgreSQL tells them apart: 'Anna' and 'anna', in most collations 'anna ' too.
 * What is there today is unique on both sides. After the move the application may write both to PostgreSQL, and the way
 * back would break; a unique index that compares as MySQL does refuses the second one.
 */
final class TextKeys implements Examination.OfMysql {
    /** On the same columns, and not comparing byte by byte: over an expression, or by another collation. */
    private static final String GUARDED = """
            SELECT 1 FROM pg_index i
            WHERE i.indrelid = to_regclass(?) AND i.indisunique
              AND (i.indexprs IS NOT NULL
                   OR EXISTS (SELECT 1 FROM unnest(i.indcollation::oid[]) AS u (oid) JOIN pg_collation c ON c.oid = u.oid
                              WHERE NOT c.collisdeterministic))
              AND EXISTS (SELECT 1 FROM pg_depend d JOIN pg_attribute a
                            ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
                          WHERE d.objid = i.indexrelid AND d.refobjid = i.indrelid AND a.attname = ?)""";

    @Override
    public String topic() {
        return "keys over text";
    }

    @Override
    public void run(Side mysql, Patient patient, Findings findings) throws SQLException {
        for (Table table : patient.tables().toList()) {
            for (Map.Entry<String, List<Column>> key : keys(table).entrySet()) {
                for (Column column : key.getValue()) {
                    if (foldsText(column) && !guarded(patient.postgres(), table, column)) {
                        report(mysql, table, key.getKey(), column, findings);
                    }
                }
            }
        }
    }

    private static Map<String, List<Column>> keys(Table table) {
        Map<String, List<Column>> keys = new LinkedHashMap<>();
        keys.put("primary key", table.key());
        for (Index index : table.indexes()) {
            if (index.unique()) {
                List<Column> columns = new ArrayList<>();
                for (Index.Part part : index.parts()) {
                    table.columns().stream()
                            .filter(column ->
                                    part.column().filter(column.name()::equals).isPresent())
                            .forEach(columns::add);
                }
                keys.put("unique key " + index.name(), columns);
            }
        }
        return keys;
    }

    private static boolean foldsText(Column column) {
        String collation = column.collation().orElse("binary");
        boolean exact = collation.equals("binary") || collation.equals("utf8mb4_0900_bin");
        return !exact
                && !column.type().name().equals("enum")
                && !column.type().name().equals("set");
    }

    private static boolean guarded(Optional<Side> postgres, Table table, Column column) throws SQLException {
        return postgres.isPresent()
                && postgres.get()
                        .value(GUARDED, table.postgresName(), column.target())
                        .isPresent();
    }

    private static void report(Side mysql, Table table, String key, Column column, Findings findings) {
        String collation = column.collation().orElse("");
        boolean onlyPads = collation.endsWith("_bin");
        findings.warning(
                FindingId.TEXT_KEY,
                mysql.where("table " + table.name()),
                key + " compares " + column.name() + " by " + collation + ", for which "
                        + (onlyPads ? "trailing blanks do" : "upper and lower case, accents or trailing blanks may")
                        + " not differ; a plain key of PostgreSQL takes both spellings, and the way back cannot",
                "let ficus schema convert make the unique index that compares alike, or keep the application from"
                        + " writing both");
    }
}
