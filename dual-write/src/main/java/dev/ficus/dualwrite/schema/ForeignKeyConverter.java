package dev.ficus.dualwrite.schema;

import dev.ficus.dualwrite.table.Column;
import dev.ficus.dualwrite.table.ForeignKey;
import dev.ficus.dualwrite.table.Index;
import dev.ficus.dualwrite.table.Quoted;
import dev.ficus.dualwrite.table.Table;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The foreign keys of a table, as far as both ends move together and PostgreSQL can hold them. */
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
            if (referenced.isEmpty()) {
                outside(key);
            } else if (!unique(referenced.get(), key.referencedColumns())) {
                leftOut(
                        key,
                        "the columns that it references are not unique there, which PostgreSQL demands",
                        "reference the primary key or a unique key");
            } else if (mixed(key, referenced.get())) {
                leftOut(
                        key,
                        "the columns have types in PostgreSQL that it does not compare",
                        "choose the same type for both ends in ficus.yaml, strangler.convert");
            } else {
                text(key);
                objects.add(object(key, referenced.get()));
            }
        }
    }

    private void outside(ForeignKey key) {
        String alter = "ALTER TABLE " + table.postgresName();
        String name = Quoted.postgres(Names.of(key.name()));
        leftOut(
                key,
                "it leaves the domain: both ends may stand on different sides",
                "when both domains are on PostgreSQL: " + alter + " ADD CONSTRAINT " + name + " FOREIGN KEY ("
                        + targets(table, key.columns()) + ") REFERENCES " + Quoted.postgres(key.referencedTable())
                        + " (" + Names.quoted(key.referencedColumns()) + ")" + actions(key) + " NOT VALID; " + alter
                        + " VALIDATE CONSTRAINT " + name);
    }

    private void leftOut(ForeignKey key, String reason, String todo) {
        findings.add(new Finding(
                Finding.Kind.LEFT_OUT,
                table.name() + "." + key.name(),
                "the foreign key to " + key.referencedTable(),
                reason,
                todo));
    }

    /** MySQL finds the referenced row under its collation, PostgreSQL byte by byte. */
    private void text(ForeignKey key) {
        boolean differs = key.columns().stream()
                .map(name -> column(table, name))
                .flatMap(column -> Equality.of(column).stream())
                .anyMatch(equality -> !equality.plain());
        if (differs) {
            findings.add(new Finding(
                    Finding.Kind.CHANGED,
                    table.name() + "." + key.name(),
                    "the foreign key tells apart what MySQL's collation holds equal",
                    "PostgreSQL finds the referenced row byte by byte: 'a' does not reference 'A'",
                    "write the referencing texts as the referenced ones are before the load"));
        }
    }

    private static boolean unique(Table referenced, List<String> columns) {
        Set<String> wanted = Set.copyOf(columns);
        return wanted.equals(
                        Set.copyOf(referenced.key().stream().map(Column::name).toList()))
                || referenced.indexes().stream()
                        .filter(Index::unique)
                        .filter(index -> index.parts().stream()
                                .allMatch(part ->
                                        part.prefix().isEmpty() && part.column().isPresent()))
                        .anyMatch(index -> wanted.equals(Set.copyOf(index.parts().stream()
                                .flatMap(part -> part.column().stream())
                                .toList())));
    }

    private boolean mixed(ForeignKey key, Table referenced) {
        for (int i = 0; i < key.columns().size(); i++) {
            String one = family(column(table, key.columns().get(i)));
            if (!one.equals(family(column(referenced, key.referencedColumns().get(i))))) {
                return true;
            }
        }
        return false;
    }

    private static String family(Column column) {
        String type = column.value().postgresType();
        if (type.matches("smallint|integer|bigint|numeric.*")) {
            return "number";
        }
        return type.matches("text|varchar.*") ? "text" : type.replaceFirst("\\(.*\\)", "");
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
                        + targets(referenced, key.referencedColumns()) + ")" + actions(key),
                alter + " DROP CONSTRAINT IF EXISTS " + Quoted.postgres(name));
    }

    private static String actions(ForeignKey key) {
        return " ON DELETE " + key.onDelete() + " ON UPDATE " + key.onUpdate();
    }

    private static String targets(Table table, List<String> names) {
        return Names.quoted(
                names.stream().map(name -> column(table, name).target()).toList());
    }

    private static Column column(Table table, String name) {
        return table.columns().stream()
                .filter(column -> column.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow();
    }
}
