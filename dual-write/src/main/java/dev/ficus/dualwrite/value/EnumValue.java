package dev.ficus.dualwrite.value;

import com.github.shyiko.mysql.binlog.event.deserialization.ColumnType;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;

/**
 * {@code enum}, which becomes {@code text} with a CHECK over its labels. The binlog gives the index; index 0 is the empty
 * string of an invalid insert and is refused unless the enum has an empty label.
 */
record EnumValue(List<String> labels) implements Value {
    EnumValue {
        labels = List.copyOf(labels);
    }

    @Override
    public String postgresType() {
        return "text";
    }

    @Override
    public String postgresCheck(String column) {
        return labels.stream()
                .map(label -> "'" + label.replace("'", "''") + "'")
                .collect(Collectors.joining(", ", column + " IN (", ")"));
    }

    @Override
    public String fromMysql(String text) {
        if (!labels.contains(text)) {
            throw new UnconvertibleValue("the enum holds the empty value of an invalid insert (index 0)");
        }
        return text;
    }

    @Override
    public String fromBinlog(Serializable value) {
        int index = ((Number) value).intValue();
        if (index < 1 || index > labels.size()) {
            throw new UnconvertibleValue("the enum holds index " + index + ", which has no label");
        }
        return labels.get(index - 1);
    }

    @Override
    public boolean isLoggedAs(ColumnType type, int metadata) {
        return type == ColumnType.ENUM;
    }

    @Override
    public Object toMysql(String text) {
        return text;
    }

    @Override
    public String mysqlCanonical(String column) {
        return "convert(" + column + " using utf8mb4)";
    }

    @Override
    public String postgresCanonical(String column) {
        return column + "::text";
    }

    @Override
    public boolean sameOrder() {
        return false;
    }
}
