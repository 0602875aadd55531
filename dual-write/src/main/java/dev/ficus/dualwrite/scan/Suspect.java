package dev.ficus.dualwrite.scan;

import dev.ficus.dualwrite.table.Column;
import dev.ficus.dualwrite.table.ForeignKey;
import dev.ficus.dualwrite.table.Quoted;
import dev.ficus.dualwrite.table.Table;
import dev.ficus.dualwrite.value.Hazard;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A column of a scanned table that can hold values which need a decision.
 *
 * @param condition true for them, in MySQL's SQL; names the table by {@link KeyWalk#ALIAS}
 */
record Suspect(Column column, Hazard hazard, String condition) {
    private static final String REFERENCE = "reference";
    private static final String PARENT = "`ficus_parent`";

    /** Whether it is not the value that is wrong, but how it names another row. */
    boolean isReference() {
        return hazard.id().equals(REFERENCE);
    }

    /** Those of a table's own values, then those of its references to the given tables. */
    static List<Suspect> of(Table table, List<Table> tables) {
        List<Suspect> suspects = new ArrayList<>();
        for (Column column : table.columns()) {
            if (column.writtenToPostgres()) {
                for (Hazard hazard : column.value().hazards()) {
                    suspects.add(new Suspect(
                            column, hazard, hazard.condition().apply(KeyWalk.ALIAS + "." + column.mysqlName())));
                }
            }
        }
        for (ForeignKey key : table.foreignKeys()) {
            reference(table, key, tables).ifPresent(suspects::add);
        }
        return suspects;
    }

    /**
     * MySQL lets {@code 'anna '} refer to {@code 'Anna'} where the collation calls them equal; PostgreSQL compares the
     * text, and would refuse the foreign key after the copy.
     */
    private static Optional<Suspect> reference(Table table, ForeignKey key, List<Table> tables) {
        Optional<Column> text = table.columns().stream()
                .filter(column -> key.columns().contains(column.name())
                        && column.collation().isPresent()
                        && !column.collation().get().equals("binary"))
                .findFirst();
        return text.flatMap(column -> tables.stream()
                .filter(candidate -> candidate.name().equals(key.referencedTable()))
                .findFirst()
                .map(parent -> {
                    Hazard hazard = new Hazard(
                            REFERENCE,
                            "text refers by foreign key " + key.name() + " to a row of " + parent.name()
                                    + " whose key is spelled otherwise (MySQL's collation calls the two equal)",
                            name -> referring(key, parent),
                            "");
                    return new Suspect(column, hazard, referring(key, parent));
                }));
    }

    private static String referring(ForeignKey key, Table parent) {
        List<String> equal = new ArrayList<>();
        List<String> spelled = new ArrayList<>();
        for (int i = 0; i < key.columns().size(); i++) {
            String mine = KeyWalk.ALIAS + "." + Quoted.mysql(key.columns().get(i));
            String its = PARENT + "." + Quoted.mysql(key.referencedColumns().get(i));
            equal.add(its + " = " + mine);
            spelled.add("cast(" + its + " AS BINARY) <> cast(" + mine + " AS BINARY)");
        }
        return "EXISTS (SELECT 1 FROM " + parent.mysqlName() + " AS " + PARENT + " WHERE " + String.join(" AND ", equal)
                + " AND (" + String.join(" OR ", spelled) + "))";
    }
}
