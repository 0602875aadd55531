package dev.ficus.dualwrite.doctor;

import dev.ficus.dualwrite.table.Column;
import dev.ficus.dualwrite.table.Table;
import java.math.BigInteger;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/** Numbered columns whose numbers are about to run out. */
final class Numbers implements Examination.OfMysql {
    private static final Map<String, Integer> BITS =
            Map.of("tinyint", 8, "smallint", 16, "mediumint", 24, "int", 32, "bigint", 64);
    private static final int WARN_PERCENT = 80;

    @Override
    public String topic() {
        return "numbered columns";
    }

    @Override
    public void run(Side mysql, Patient patient, Findings findings) throws SQLException {
        for (Table table : patient.tables().toList()) {
            Optional<Column> numbered =
                    table.columns().stream().filter(Column::autoIncrement).findFirst();
            if (numbered.isPresent()) {
                column(mysql, table, numbered.get(), findings);
            }
        }
    }

    /** The catalog's counter may be a day old (information_schema_stats_expiry), so the rows themselves are asked. */
    private static void column(Side mysql, Table table, Column column, Findings findings) throws SQLException {
        Integer bits = BITS.get(column.type().name());
        if (bits == null) {
            return; // a float can be numbered too, and has room enough
        }
        BigInteger last = BigInteger.ONE
                .shiftLeft(column.type().unsigned() ? bits : bits - 1)
                .subtract(BigInteger.ONE);
        BigInteger highest =
                new BigInteger(mysql.value("SELECT max(" + column.mysqlName() + ") FROM " + table.mysqlName())
                        .orElse("0"));
        BigInteger percent = highest.multiply(BigInteger.valueOf(100)).divide(last);
        if (percent.intValue() >= WARN_PERCENT) {
            findings.warning(
                    FindingId.NUMBERS_RUN_OUT,
                    mysql.where("table " + table.name()),
                    "column " + column.name() + " (" + column.type().declaration() + ") has used " + percent
                            + " % of its numbers; what PostgreSQL numbers beyond them does not fit into MySQL",
                    "widen it on MySQL before the move, such as to BIGINT, and convert the table again");
        }
    }
}
