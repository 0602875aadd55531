package dev.ficus.dualwrite.schema;

import dev.ficus.dualwrite.table.Column;
import dev.ficus.dualwrite.table.Quoted;
import dev.ficus.dualwrite.table.Table;
import dev.ficus.dualwrite.table.TableDetails;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A table, its columns and key, and what must be there before its rows: sequences, checks that belong to the types. */
final class TableConverter {
    private final Table table;
    private final TableDetails details;
    private final List<TargetObject> objects;
    private final List<Finding> findings;

    /**
     * @param objects receives what stands beside the table
     * @param findings receives what is not carried over one to one
     */
    TableConverter(Table table, TableDetails details, List<TargetObject> objects, List<Finding> findings) {
        this.table = table;
        this.details = details;
        this.objects = objects;
        this.findings = findings;
    }

    TargetTable convert() {
        Optional<String> partitionBy = details.partitioning()
                .flatMap(partitioning -> new PartitionConverter(table, partitioning, objects, findings).convert());
        List<TargetColumn> columns = new ArrayList<>();
        for (Column column : table.columns()) {
            columns.add(column(column, partitionBy.isPresent()));
            enumType(column);
            check(column);
        }
        new OnUpdateTrigger(table, findings).object().ifPresent(objects::add);
        List<String> key = table.key().stream().map(Column::target).toList();
        return new TargetTable(table.name(), table.target(), columns, key, partitionBy, details.comment());
    }

    private TargetColumn column(Column column, boolean partitioned) {
        boolean numeric = column.value().postgresType().startsWith("numeric");
        boolean sequence = column.autoIncrement() && (numeric || partitioned);
        if (sequence && numeric) {
            endsEarlier(column);
        }
        return new TargetColumn(
                column.target(),
                column.value().postgresType(),
                column.nullableInPostgres(),
                sequence ? Optional.of(sequence(column)) : DefaultClause.of(table, column, findings),
                column.autoIncrement() && !sequence,
                new GeneratedClause(table, details, findings).of(column),
                column.comment());
    }

    private void endsEarlier(Column column) {
        findings.add(new Finding(
                Finding.Kind.CHANGED,
                table.name() + "." + column.name(),
                "the column takes its numbers from a sequence, which ends at 9223372036854775807",
                "an identity cannot be numeric(20)",
                "nothing, unless keys above that are used"));
    }

    /**
     * The call that numbers a column which can have no identity: PostgreSQL's are only smallint, integer and bigint, and
     * before PostgreSQL 17 not in a partitioned table.
     */
    private String sequence(Column column) {
        String name = Names.of(table.target(), column.target(), "seq");
        String quoted = Quoted.postgres(name);
        objects.add(new TargetObject(
                TargetObject.Stage.BEFORE_TABLES,
                "",
                name,
                "CREATE SEQUENCE " + quoted,
                "DROP SEQUENCE IF EXISTS " + quoted));
        objects.add(new TargetObject(
                TargetObject.Stage.WITH_TABLES,
                table.target(),
                name + " owned",
                "ALTER SEQUENCE " + quoted + " OWNED BY " + table.postgresName() + "." + column.postgresName(),
                "ALTER SEQUENCE IF EXISTS " + quoted + " OWNED BY NONE"));
        return "nextval('" + quoted.replace("'", "''") + "')";
    }

    /** The type of a column that becomes an enum of PostgreSQL. */
    private void enumType(Column column) {
        List<String> labels = column.value().postgresLabels();
        String type = column.value().postgresType();
        String name = Quoted.bare(type);
        if (!labels.isEmpty()
                && objects.stream().noneMatch(object -> object.name().equals(name))) {
            objects.add(new TargetObject(
                    TargetObject.Stage.BEFORE_TABLES,
                    "",
                    name,
                    "CREATE TYPE " + type + " AS ENUM ("
                            + String.join(
                                    ", ", labels.stream().map(Names::literal).toList()) + ")",
                    "DROP TYPE IF EXISTS " + type));
        }
    }

    private void check(Column column) {
        String check = column.value().postgresCheck(column.postgresName());
        if (!check.isEmpty()) {
            String name = Names.of(table.target(), column.target(), "check");
            String alter = "ALTER TABLE " + table.postgresName();
            objects.add(new TargetObject(
                    TargetObject.Stage.WITH_TABLES,
                    table.target(),
                    name,
                    alter + " ADD CONSTRAINT " + Quoted.postgres(name) + " CHECK (" + check + ")",
                    alter + " DROP CONSTRAINT IF EXISTS " + Quoted.postgres(name)));
        }
    }
}
