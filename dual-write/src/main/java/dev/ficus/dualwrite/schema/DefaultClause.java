package dev.ficus.dualwrite.schema;

import dev.ficus.dualwrite.table.Column;
import dev.ficus.dualwrite.table.Table;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** The expression behind DEFAULT, where it can be said in PostgreSQL; else a finding. */
final class DefaultClause {
    private DefaultClause() {}

    static Optional<String> of(Table table, Column column, List<Finding> findings) {
        if (column.defaultText().isEmpty() || column.autoIncrement()) {
            return Optional.empty();
        }
        String text = column.defaultText().get();
        String type = column.type().name();
        if (column.defaultIsExpression()) {
            return expression(table, column, text.toLowerCase(Locale.ROOT), findings);
        }
        if (type.equals("bit")) {
            return Optional.of(bits(column, text));
        }
        if (type.equals("set")) {
            return literal(column.value().postgresKey(text));
        }
        if (type.equals("binary") || type.equals("varbinary")) {
            return literal(bytes(column, text));
        }
        if (text.startsWith("0000-") || text.startsWith("-00", 4) && text.length() >= 10) {
            findings.add(new Finding(
                    Finding.Kind.LEFT_OUT,
                    table.name() + "." + column.name(),
                    "the default is a zero date",
                    "PostgreSQL has no such date",
                    "give the value in the application, or add a default by a change of your own"));
            return Optional.empty();
        }
        return literal(text);
    }

    private static Optional<String> literal(String text) {
        return Optional.of(Names.literal(text));
    }

    /** The catalog shows {@code b'101'}. */
    private static String bits(Column column, String text) {
        String digits = text.replaceAll("[^01]", "");
        if (column.type().length() == 1) {
            return digits.contains("1") ? "true" : "false";
        }
        return "B'" + "0".repeat((int) column.type().length() - digits.length()) + digits + "'";
    }

    /** MySQL's catalog shows hexadecimal digits after 0x, MariaDB's the bytes as text. */
    private static String bytes(Column column, String text) {
        byte[] bytes = text.startsWith("0x")
                ? HexFormat.of().parseHex(text, 2, text.length())
                : text.getBytes(StandardCharsets.UTF_8);
        return Objects.requireNonNull(column.value().fromBinlog(bytes));
    }

    /** The current time of a column of date and time; empty where PostgreSQL has another type for it. */
    static Optional<String> now(Column column) {
        String type = column.value().postgresType();
        if (type.startsWith("timestamptz")) {
            return Optional.of("CURRENT_TIMESTAMP(" + column.type().fraction() + ")");
        }
        return type.startsWith("timestamp")
                ? Optional.of("LOCALTIMESTAMP(" + column.type().fraction() + ")")
                : Optional.empty();
    }

    private static Optional<String> expression(Table table, Column column, String text, List<Finding> findings) {
        boolean now = text.startsWith("current_timestamp") || text.startsWith("now(");
        if (now && now(column).isPresent()) {
            return now(column);
        }
        findings.add(new Finding(
                Finding.Kind.LEFT_OUT,
                table.name() + "." + column.name(),
                "the default is an expression that is not converted: "
                        + column.defaultText().orElse(""),
                "Ficus does not know it in PostgreSQL's words",
                "give the value in the application, or add a default by a change of your own"));
        return Optional.empty();
    }
}
