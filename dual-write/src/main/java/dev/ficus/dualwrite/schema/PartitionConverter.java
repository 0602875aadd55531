package dev.ficus.dualwrite.schema;

import dev.ficus.dualwrite.table.Column;
import dev.ficus.dualwrite.table.Partitioning;
import dev.ficus.dualwrite.table.Quoted;
import dev.ficus.dualwrite.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The partitions of a table. MySQL has the partitioning columns in every unique key, so PostgreSQL can keep the primary
 * key, and none of them is NULL. What PostgreSQL cannot divide alike becomes one table, and a finding.
 */
final class PartitionConverter {
    private static final Pattern COLUMN = Pattern.compile("`((?:[^`]|``)+)`");

    private final Table table;
    private final Partitioning partitioning;
    private final List<TargetObject> objects;
    private final List<Finding> findings;

    PartitionConverter(Table table, Partitioning partitioning, List<TargetObject> objects, List<Finding> findings) {
        this.table = table;
        this.partitioning = partitioning;
        this.objects = objects;
        this.findings = findings;
    }

    /** What stands behind PARTITION BY; empty where the table is not divided in PostgreSQL. */
    Optional<String> convert() {
        try {
            Optional<String> subpartitionBy = partitioning.subpartitionsBy().isPresent()
                    ? Optional.of(hash(partitioning.subpartitionsBy().get()))
                    : Optional.empty();
            return Optional.of(convert(subpartitionBy));
        } catch (PartitionRefused e) {
            findings.add(new Finding(
                    Finding.Kind.LEFT_OUT,
                    table.name(),
                    "the partitions, by " + partitioning.by().name() + " ("
                            + partitioning.by().expression() + "): it is one table",
                    e.reason(),
                    "nothing, unless it must be divided: then by a change of your own, before the copy"));
            return Optional.empty();
        }
    }

    private String convert(Optional<String> subpartitionBy) throws PartitionRefused {
        String method = partitioning.by().name().replace("LINEAR ", "");
        if (method.equals("HASH") || method.equals("KEY")) {
            String by = hash(partitioning.by());
            remainders(table.postgresName(), names(partitioning.partitions()));
            return by;
        }
        if (!method.startsWith("RANGE") && !method.startsWith("LIST")) {
            throw new PartitionRefused("PostgreSQL has no such method");
        }
        boolean range = method.startsWith("RANGE");
        PartitionBounds bounds = PartitionBounds.of(table, partitioning.by(), range);
        List<TargetObject> made = new ArrayList<>();
        for (Partitioning.Partition partition : partitioning.partitions()) {
            Optional<String> values = range ? bounds.range(partition) : bounds.list(partition);
            if (values.isPresent()) {
                made.add(object(table.postgresName(), partition.name(), values.get(), subpartitionBy));
            } else {
                empty(partition);
            }
        }
        objects.addAll(made);
        for (Partitioning.Partition partition : partitioning.partitions()) {
            if (subpartitionBy.isPresent()
                    && made.stream().anyMatch(object -> object.name().equals(name(partition.name())))) {
                remainders(Quoted.postgres(name(partition.name())), partition.subpartitions());
            }
        }
        return (range ? "RANGE (" : "LIST (") + bounds.columns() + ")";
    }

    private void empty(Partitioning.Partition partition) {
        findings.add(new Finding(
                Finding.Kind.LEFT_OUT,
                table.name() + "." + partition.name(),
                "the partition",
                "no value of PostgreSQL's column lies in it",
                "nothing"));
    }

    /** PostgreSQL puts the rows elsewhere than MySQL does, which nobody sees. */
    private String hash(Partitioning.Method method) throws PartitionRefused {
        List<Column> columns = columns(table, method.expression());
        if (method.expression().isEmpty()) {
            columns = table.key();
        } else if (!method.name().endsWith("KEY") && columns.size() != 1) {
            throw new PartitionRefused("it is computed from several columns");
        }
        for (Column column : columns) {
            if (column.value().postgresType().matches("(text|varchar).*")) {
                throw new PartitionRefused("column " + column.name()
                        + " is text, and unique keys under MySQL's collation cannot be divided by its bytes");
            }
        }
        return "HASH (" + Names.quoted(columns.stream().map(Column::target).toList()) + ")";
    }

    private void remainders(String parent, List<String> names) {
        for (int i = 0; i < names.size(); i++) {
            String values = "WITH (MODULUS " + names.size() + ", REMAINDER " + i + ")";
            objects.add(object(parent, names.get(i), values, Optional.empty()));
        }
    }

    /** It is detached and not dropped where it is taken away: its rows are there still. */
    private TargetObject object(String parent, String partition, String values, Optional<String> by) {
        String name = name(partition);
        String quoted = Quoted.postgres(name);
        return new TargetObject(
                TargetObject.Stage.WITH_TABLES,
                table.target(),
                name,
                "CREATE TABLE " + quoted + " PARTITION OF " + parent + " FOR VALUES " + values
                        + by.map(method -> " PARTITION BY " + method).orElse(""),
                "ALTER TABLE " + parent + " DETACH PARTITION " + quoted);
    }

    private String name(String partition) {
        return Names.of(table.target(), partition);
    }

    private static List<String> names(List<Partitioning.Partition> partitions) {
        return partitions.stream().map(Partitioning.Partition::name).toList();
    }

    /** The columns of an expression, each once. */
    static List<Column> columns(Table table, String expression) {
        List<Column> columns = new ArrayList<>();
        Matcher names = COLUMN.matcher(expression);
        while (names.find()) {
            String name = names.group(1).replace("``", "`");
            table.columns().stream()
                    .filter(column -> column.name().equalsIgnoreCase(name) && !columns.contains(column))
                    .forEach(columns::add);
        }
        return columns;
    }
}
