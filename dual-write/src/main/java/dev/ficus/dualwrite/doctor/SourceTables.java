package dev.ficus.dualwrite.doctor;

import dev.ficus.dualwrite.table.Column;
import dev.ficus.dualwrite.table.Quoted;
import dev.ficus.dualwrite.table.Table;
import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;

/** Engines and character sets of the tables. */
final class SourceTables implements Examination.OfMysql {
    @Override
    public String topic() {
        return "engines and character sets";
    }

    @Override
    public void run(Side mysql, Patient patient, Findings findings) throws SQLException {
        for (String table : patient.names()) {
            String engine = mysql.value(
                            "SELECT engine FROM information_schema.tables"
                                    + " WHERE table_schema = database() AND table_name = ?",
                            table)
                    .orElse("InnoDB");
            if (!engine.equalsIgnoreCase("InnoDB")) {
                findings.blocking(
                        FindingId.ENGINE,
                        mysql.where("table " + table),
                        "the table is of engine " + engine
                                + ", which has no transactions: a failed write stays in part,"
                                + " and the fence cannot be sure that every write is seen",
                        "ALTER TABLE " + Quoted.mysql(table) + " ENGINE = InnoDB");
            }
        }
        patient.tables().forEach(table -> charsets(mysql, table, findings));
    }

    private static void charsets(Side mysql, Table table, Findings findings) {
        Set<String> sets = new TreeSet<>();
        for (Column column : table.columns()) {
            column.type().charset().ifPresent(sets::add);
        }
        if (sets.size() > 1) {
            findings.info(
                    FindingId.CHARSET_MIXED,
                    mysql.where("table " + table.name()),
                    "its columns have several character sets: " + String.join(", ", sets),
                    "nothing to do: each column is decoded by its own; where text looks wrong in the application today,"
                            + " it will in PostgreSQL");
        }
    }
}
