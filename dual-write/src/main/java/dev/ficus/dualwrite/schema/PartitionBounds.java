package dev.ficus.dualwrite.schema;

import dev.ficus.dualwrite.table.Column;
import dev.ficus.dualwrite.table.Partitioning;
import dev.ficus.dualwrite.table.Table;
import dev.ficus.dualwrite.value.UnconvertibleValue;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Year;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The bounds of ranges and the values of lists, over the columns themselves: {@code YEAR(d) < 2020} is
 * {@code d < '2020-01-01'}, exactly. Each range begins where the one before it ended.
 */
final class PartitionBounds {
    private static final Pattern VALUE = Pattern.compile("\\s*('(?:[^']|'')*'|[^',]+)\\s*(?:,|$)");
    private static final String MAXVALUE = "MAXVALUE";
    private static final String MINVALUE = "MINVALUE";
    /** {@code TO_DAYS('1970-01-01')}. */
    private static final long DAYS_TO_EPOCH = 719528;

    private final List<Column> columns;
    private final String function;
    private String from;

    private PartitionBounds(List<Column> columns, String function) {
        this.columns = columns;
        this.function = function;
        this.from = String.join(", ", columns.stream().map(column -> MINVALUE).toList());
    }

    /** @throws PartitionRefused where PostgreSQL cannot tell the partitions apart as MySQL does */
    static PartitionBounds of(Table table, Partitioning.Method method, boolean range) throws PartitionRefused {
        List<Column> columns = PartitionConverter.columns(table, method.expression());
        String function = method.name().endsWith("COLUMNS")
                ? ""
                : method.expression()
                        .replaceAll("`.*`", "")
                        .replaceAll("[\\s()]", "")
                        .toLowerCase(Locale.ROOT);
        boolean known = range && List.of("year", "to_days", "unix_timestamp").contains(function);
        if (!function.isEmpty() && !known || columns.isEmpty()) {
            throw new PartitionRefused("it is computed by an expression, and a primary key must hold the columns");
        }
        if (!range && columns.size() > 1) {
            throw new PartitionRefused("a list of PostgreSQL is over one column");
        }
        for (Column column : columns) {
            if (!column.value().postgresType().matches("(smallint|integer|bigint|numeric|date|timestamp).*")) {
                throw new PartitionRefused("column " + column.name() + " is "
                        + column.type().declaration() + ", whose values the two servers compare by different rules");
            }
        }
        return new PartitionBounds(columns, function);
    }

    /** What stands in the parentheses behind RANGE or LIST. */
    String columns() {
        return Names.quoted(columns.stream().map(Column::target).toList());
    }

    /** {@code FROM (...) TO (...)}; empty where nothing lies between. */
    Optional<String> range(Partitioning.Partition partition) throws PartitionRefused {
        List<String> bounds = new ArrayList<>();
        List<String> shown = values(partition);
        for (int i = 0; i < shown.size(); i++) {
            boolean afterMaximum = i > 0 && bounds.get(i - 1).equals(MAXVALUE);
            bounds.add(afterMaximum ? MAXVALUE : bound(columns.get(i), shown.get(i)));
        }
        String to = String.join(", ", bounds);
        if (to.equals(from)) {
            return Optional.empty();
        }
        String range = "FROM (" + from + ") TO (" + to + ")";
        from = to;
        return Optional.of(range);
    }

    /** {@code IN (...)}. */
    Optional<String> list(Partitioning.Partition partition) throws PartitionRefused {
        List<String> values = new ArrayList<>();
        for (String shown : values(partition)) {
            String value = shown.equals("NULL") ? "NULL" : bound(columns.get(0), shown);
            if (!value.equals(MAXVALUE) && !value.equals(MINVALUE)) {
                values.add(value);
            }
        }
        return values.isEmpty() ? Optional.empty() : Optional.of("IN (" + String.join(", ", values) + ")");
    }

    private static List<String> values(Partitioning.Partition partition) {
        List<String> values = new ArrayList<>();
        Matcher matcher = VALUE.matcher(partition.description());
        while (matcher.find()) {
            values.add(matcher.group(1).trim());
        }
        return values;
    }

    private String bound(Column column, String shown) throws PartitionRefused {
        if (shown.equals(MAXVALUE)) {
            return MAXVALUE;
        }
        try {
            return switch (function) {
                case "year" -> day(Year.of(Integer.parseInt(shown)).atDay(1), column);
                case "to_days" -> day(LocalDate.ofEpochDay(Long.parseLong(shown) - DAYS_TO_EPOCH), column);
                case "unix_timestamp" -> instant(Instant.ofEpochSecond(Long.parseLong(shown)), column);
                default -> shown.startsWith("'") ? time(shown, column) : number(new BigInteger(shown), column);
            };
        } catch (NumberFormatException | UnconvertibleValue | java.time.DateTimeException e) {
            throw new PartitionRefused("its value " + shown + " is none that PostgreSQL's column takes");
        }
    }

    /** Neither server holds days before the year 1, but for MySQL's zero dates. */
    private static String day(LocalDate day, Column column) throws PartitionRefused {
        boolean time = column.value().postgresType().startsWith("timestamp(");
        if (!time && !column.value().postgresType().equals("date")) {
            throw new PartitionRefused("the column is " + column.value().postgresType() + " in PostgreSQL");
        }
        return day.getYear() < 1
                ? MINVALUE
                : day.getYear() > 9999 ? MAXVALUE : Names.literal(day + (time ? " 00:00:00" : ""));
    }

    private static String instant(Instant instant, Column column) throws PartitionRefused {
        if (!column.value().postgresType().startsWith("timestamptz")) {
            throw new PartitionRefused("the column is " + column.value().postgresType() + " in PostgreSQL");
        }
        return Names.literal(instant.toString().replace('T', ' ').replace("Z", "+00"));
    }

    private static String time(String shown, Column column) throws PartitionRefused {
        String value =
                column.value().fromMysql(shown.substring(1, shown.length() - 1).replace("''", "'"));
        if (value == null) {
            throw new PartitionRefused("its value " + shown + " becomes NULL");
        }
        return Names.literal(value);
    }

    /** A bound above the largest number of PostgreSQL's type is none. */
    private static String number(BigInteger number, Column column) {
        int bits = switch (column.value().postgresType()) {
            case "smallint" -> 15;
            case "integer" -> 31;
            case "bigint" -> 63;
            default -> Integer.MAX_VALUE;
        };
        return number.bitLength() > bits ? (number.signum() < 0 ? MINVALUE : MAXVALUE) : number.toString();
    }
}
