package dev.ficus.dualwrite.schema;

import dev.ficus.dualwrite.table.Column;
import dev.ficus.dualwrite.table.ForeignKey;
import dev.ficus.dualwrite.table.Quoted;
import dev.ficus.dualwrite.table.Table;
import java.util.List;
import java.util.Optional;

/** The foreign keys of a table, as far as both ends move together. */
final class ForeignKeyConverter {
    private final Table table;
    private final List<Table> domain;
    private final List<TargetObject> objects;
    private final List<Finding> findings;

    /** @param domain all tables that move together */
    ForeignKeyConverter(Table table, List<Table> domain, List<TargetObject> objects, List<Finding> findings) {
        this.table = table;
        this.domain = domain;
        this.objects = objects;
        this.findings = findings;
    }

    void convert() {
        for (ForeignKey key : table.foreignKeys()) {
            Optional<Table> referenced = domain.stream()
                    .filter(other -> other.name().equals(key.referencedTable()))
                    .findFirst();
            if (referenced.isPresent()) {
                objects.add(object(key, referenced.get()));
            } else {
                findings.add(new Finding(
                        Finding.Kind.LEFT_OUT,
                        table.name() + "." + key.name(),
                        "the foreign key to " + key.referencedTable(),
                        "it leaves the domain",
                        "add it by a change of your own when both domains are on PostgreSQL"));
            }
        }
    }

    private TargetObject object(ForeignKey key, Table referenced) {
        String name = Names.of(key.name());
        String alter = "ALTER TABLE " + table.postgresName();
        return new TargetObject(
                TargetObject.Stage.FOREIGN_KEY,
                table.target(),
                name,
                alter + " ADD CONSTRAINT " + Quoted.postgres(name) + " FOREIGN KEY ("
                        + targets(table, key.columns()) + ") REFERENCES " + referenced.postgresName() + " ("
                        + targets(referenced, key.referencedColumns()) + ") ON DELETE " + key.onDelete() + " ON UPDATE "
                        + key.onUpdate(),
                alter + " DROP CONSTRAINT IF EXISTS " + Quoted.postgres(name));
    }

    private static String targets(Table table, List<String> names) {
        return Names.quoted(names.stream()
                .map(name -> table.columns().stream()
                        .filter(column -> column.name().equals(name))
                        .map(Column::target)
                        .findFirst()
                        .orElse(name))
                .toList());
    }
}
