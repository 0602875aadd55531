package dev.ficus.dualwrite.schema;

import dev.ficus.dualwrite.table.Column;
import dev.ficus.dualwrite.table.Table;
import java.util.List;
import java.util.Locale;

/** The DEFAULT of a column, where it can be said in PostgreSQL; else a finding. */
final class DefaultClause {
    private DefaultClause() {}

    static String of(Table table, Column column, List<Finding> findings) {
        if (column.defaultText().isEmpty() || column.autoIncrement()) {
            return "";
        }
        String text = column.defaultText().get();
        String type = column.type().name();
        if (column.defaultIsExpression()) {
            return expression(table, column, text.toLowerCase(Locale.ROOT), findings);
        }
        if (type.equals("bit")) {
            return text.contains("1") ? " DEFAULT true" : " DEFAULT false";
        }
        if (text.startsWith("0000-") || text.startsWith("-00", 4) && text.length() >= 10) {
            findings.add(new Finding(
                    table.name() + "." + column.name(),
                    "the default is a zero date, which PostgreSQL has not; the column has no default there",
                    "give the value in the application, or add a default by a change of your own"));
            return "";
        }
        return " DEFAULT '" + text.replace("'", "''") + "'";
    }

    private static String expression(Table table, Column column, String text, List<Finding> findings) {
        boolean now = text.startsWith("current_timestamp") || text.startsWith("now(");
        if (now && column.type().name().equals("timestamp")) {
            return " DEFAULT CURRENT_TIMESTAMP(" + column.type().fraction() + ")";
        }
        if (now && column.type().name().equals("datetime")) {
            return " DEFAULT LOCALTIMESTAMP(" + column.type().fraction() + ")";
        }
        findings.add(new Finding(
                table.name() + "." + column.name(),
                "the default is an expression that is not converted: "
                        + column.defaultText().orElse(""),
                "give the value in the application, or add a default by a change of your own"));
        return "";
    }
}
