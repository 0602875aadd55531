package dev.ficus.dualwrite.schema;

import dev.ficus.dualwrite.table.Column;
import dev.ficus.dualwrite.table.Table;
import dev.ficus.dualwrite.value.UnconvertibleValue;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The expression behind DEFAULT, where it can be said in PostgreSQL; else a finding. A literal goes through the column's
 * {@link dev.ficus.dualwrite.value.Value} like every cell, so that what was chosen for the cells holds for it too.
 */
final class DefaultClause {
    private static final String OWN = "give the value in the application, or add a default by a change of your own";

    private final Table table;
    private final Column column;
    private final List<Finding> findings;

    private DefaultClause(Table table, Column column, List<Finding> findings) {
        this.table = table;
        this.column = column;
        this.findings = findings;
    }

    static Optional<String> of(Table table, Column column, List<Finding> findings) {
        if (column.defaultText().isEmpty()
                || column.autoIncrement()
                || column.generated().isPresent()) {
            return Optional.empty();
        }
        DefaultClause clause = new DefaultClause(table, column, findings);
        String text = column.defaultText().get();
        return column.defaultIsExpression() ? clause.expression(text) : clause.literal(text);
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

    private Optional<String> literal(String text) {
        try {
            String value = value(text);
            if (value == null) {
                leftOut("the default " + text + " becomes NULL", "ficus.yaml chooses NULL for such a value");
            }
            return Optional.ofNullable(value).map(Names::literal);
        } catch (UnconvertibleValue e) {
            leftOut("the default " + text, "PostgreSQL's column does not take it: " + e.getMessage());
            return Optional.empty();
        }
    }

    private @Nullable String value(String text) {
        return switch (column.type().name()) {
            case "bit" -> column.value().fromBinlog(bits(text));
            case "enum" -> column.value().fromBinlog(index(text));
            case "set" -> column.value().fromBinlog(members(text));
            case "binary", "varbinary" -> column.value().fromBinlog(bytes(text));
            case "tinyint", "smallint", "mediumint", "int", "bigint" ->
                column.value().fromMysql(text.replaceFirst("^(-?)0+(?=\\d)", "$1"));
            case "char", "varchar", "tinytext", "text", "mediumtext", "longtext" -> text(text);
            default -> column.value().fromMysql(text);
        };
    }

    /** The catalog shows text as text, whatever the column's character set; of ASCII the bytes are known too. */
    private @Nullable String text(String text) {
        String charset = column.type().charset().orElse("");
        boolean wide = charset.startsWith("ucs2") || charset.startsWith("utf16") || charset.startsWith("utf32");
        if (!wide && text.chars().allMatch(c -> c < 128)) {
            return column.value().fromBinlog(text.getBytes(StandardCharsets.US_ASCII));
        }
        String type = column.value().postgresType();
        if (text.indexOf('\0') < 0 && (type.equals("text") || type.startsWith("varchar"))) {
            return text;
        }
        throw new UnconvertibleValue("the bytes of the text are not known");
    }

    /** The catalog shows {@code b'101'}. */
    private static Serializable bits(String text) {
        String digits = text.replaceAll("[^01]", "");
        BitSet bits = new BitSet();
        for (int i = 0; i < digits.length(); i++) {
            bits.set(i, digits.charAt(digits.length() - 1 - i) == '1');
        }
        return bits;
    }

    private Serializable index(String text) {
        return column.type().labels().indexOf(label(text)) + 1;
    }

    private Serializable members(String text) {
        long bits = 0;
        for (String label : label(text).split(",")) {
            int index = column.type().labels().indexOf(label);
            bits |= index < 0 ? 0 : 1L << index;
        }
        return bits;
    }

    /** The catalog shows labels; of those in the character set {@code binary} MySQL's shows hexadecimal digits. */
    private String label(String text) {
        boolean digits = text.startsWith("0x") && !column.type().labels().contains(text);
        return digits ? new String(bytes(text), StandardCharsets.UTF_8) : text;
    }

    /** MySQL's catalog shows hexadecimal digits after 0x, MariaDB's the bytes as text. */
    private byte[] bytes(String text) {
        byte[] bytes = text.startsWith("0x")
                ? HexFormat.of().parseHex(text, 2, text.length())
                : text.getBytes(StandardCharsets.UTF_8);
        boolean cut = text.equals("0x")
                || column.type().name().equals("binary")
                        && bytes.length < column.type().length();
        if (cut || text.chars().anyMatch(c -> c == 0 || c == '?' || c == 0xFFFD)) {
            findings.add(new Finding(
                    Finding.Kind.CHANGED,
                    where(),
                    "the default may be another one",
                    "the catalog shows the bytes only up to a zero byte, and only those that are text",
                    "compare it with SHOW CREATE TABLE, and correct the change file"));
        }
        return bytes;
    }

    private Optional<String> expression(String text) {
        DefaultExpression expression = DefaultExpression.of(text);
        if (expression.literal().isPresent()) {
            return literal(expression.literal().get());
        }
        Optional<String> sql = expression.sql(column);
        if (sql.isEmpty()) {
            return computed(text);
        }
        if (expression.isUuid()) {
            findings.add(new Finding(
                    Finding.Kind.CHANGED,
                    where(),
                    "the default UUID() becomes gen_random_uuid()",
                    "PostgreSQL makes random UUIDs (version 4), MySQL such of the time (version 1)",
                    "nothing, unless the application reads the time out of them"));
        }
        return sql;
    }

    /** PostgreSQL's defaults cannot look at other columns. */
    private Optional<String> computed(String text) {
        Expression expression = new ExpressionConverter(table).value(text, column);
        if (expression.sql().isPresent() && expression.columns().isEmpty()) {
            return expression.sql();
        }
        leftOut(
                "the default is an expression that is not converted: " + text,
                expression.sql().isPresent() ? "a default of PostgreSQL sees no other columns" : expression.reason());
        return Optional.empty();
    }

    private void leftOut(String what, String reason) {
        findings.add(new Finding(Finding.Kind.LEFT_OUT, where(), what, reason, OWN));
    }

    private String where() {
        return table.name() + "." + column.name();
    }
}
