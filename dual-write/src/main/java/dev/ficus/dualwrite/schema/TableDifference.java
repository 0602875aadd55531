package dev.ficus.dualwrite.schema;

import dev.ficus.dualwrite.table.Quoted;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What becomes of one table that both schemas have. */
final class TableDifference {
    private final TargetTable before;
    private final TargetTable after;
    private final List<Finding> findings;
    private final String alter;

    TableDifference(TargetTable before, TargetTable after, List<Finding> findings) {
        this.before = before;
        this.after = after;
        this.findings = findings;
        this.alter = "ALTER TABLE " + Quoted.postgres(after.name()) + " ";
    }

    /** The columns that no other object may name while the statements run. */
    Set<ObjectDifference.Touched> touched() {
        Set<ObjectDifference.Touched> touched = new HashSet<>();
        for (TargetColumn column : before.columns()) {
            Optional<TargetColumn> later = SchemaDifference.column(after, column.name());
            if (later.isEmpty() || !column.type().equals(later.get().type()) || madeAnew(column, later.get())) {
                touched.add(new ObjectDifference.Touched(after.name(), column.name()));
            }
        }
        if (!before.key().equals(after.key())) {
            touched.add(new ObjectDifference.Touched(after.name(), ""));
        }
        return touched;
    }

    /**
     * Statements without their semicolons.
     *
     * @param renamedTypes quoted names of types that are made anew, so that their columns move to the new ones
     */
    List<String> statements(Set<String> renamedTypes) {
        List<String> statements = new ArrayList<>();
        boolean otherKey = !before.key().equals(after.key());
        if (otherKey) {
            statements.add(alter + "DROP CONSTRAINT " + Quoted.postgres(keyName()));
        }
        for (TargetColumn column : before.columns()) {
            if (SchemaDifference.column(after, column.name()).isEmpty()) {
                drop(column, statements);
            }
        }
        for (TargetColumn column : after.columns()) {
            Optional<TargetColumn> earlier = SchemaDifference.column(before, column.name());
            if (earlier.isEmpty()) {
                add(column, statements);
            } else if (madeAnew(earlier.get(), column)) {
                statements.add(alter + "DROP COLUMN " + Quoted.postgres(column.name()));
                add(column, statements);
            } else {
                statements.addAll(new ColumnDifference(after, earlier.get(), column)
                        .statements(renamedTypes.contains(column.type())));
            }
        }
        if (otherKey) {
            statements.add(alter + "ADD CONSTRAINT " + Quoted.postgres(keyName()) + " PRIMARY KEY ("
                    + Names.quoted(after.key()) + ")");
        }
        if (!before.comment().equals(after.comment())) {
            statements.add(SchemaScript.comment(after, Optional.empty(), after.comment()));
        }
        partitions();
        return statements;
    }

    /** PostgreSQL cannot make a plain column a computed one, nor compute by another expression before version 17. */
    private static boolean madeAnew(TargetColumn before, TargetColumn after) {
        return after.generatedSql().isPresent()
                && (!before.generatedSql().equals(after.generatedSql())
                        || !before.type().equals(after.type()));
    }

    private void drop(TargetColumn column, List<String> statements) {
        findings.add(new Finding(
                Finding.Kind.CHANGED,
                before.source() + "." + column.name(),
                "the column is dropped in PostgreSQL too, with its values",
                "MySQL has it no more under that name",
                "if it was renamed, write this in place of the statements that drop the one and add the other: " + alter
                        + "RENAME COLUMN " + Quoted.postgres(column.name()) + " TO ..."));
        statements.add(alter + "DROP COLUMN " + Quoted.postgres(column.name()));
    }

    /** MySQL fills a new column that must not be NULL with the zero of its type; so must PostgreSQL. */
    private void add(TargetColumn column, List<String> statements) {
        String name = Quoted.postgres(column.name());
        boolean computed = column.generatedSql().isPresent() || column.identity();
        boolean bare = !column.nullable() && column.defaultSql().isEmpty() && !computed;
        Optional<String> zero = bare ? ColumnDifference.zero(column.type()) : Optional.empty();
        statements.add(alter + "ADD COLUMN " + name + " " + SchemaScript.column(column)
                + zero.map(text -> " DEFAULT " + text).orElse(""));
        if (zero.isPresent()) {
            statements.add(alter + "ALTER COLUMN " + name + " DROP DEFAULT");
        } else if (bare) {
            findings.add(new Finding(
                    Finding.Kind.CHANGED,
                    after.source() + "." + column.name(),
                    "the column is added without a value for the rows that are there, so a table with rows refuses it",
                    "PostgreSQL's " + column.type() + " has no value for MySQL's zero of its type",
                    "copy the domain anew, or give the statement a DEFAULT"));
        }
        if (!column.comment().isEmpty()) {
            statements.add(SchemaScript.comment(after, Optional.of(column), column.comment()));
        }
    }

    private void partitions() {
        if (!before.partitionBy().equals(after.partitionBy())) {
            findings.add(new Finding(
                    Finding.Kind.LEFT_OUT,
                    after.source(),
                    "the other way of partitioning",
                    "PostgreSQL cannot change it in place",
                    "make the table anew by a change of your own, then copy the domain anew"));
        }
    }

    /** What PostgreSQL calls the primary key of a table: its name, cut so that the ending fits. */
    private String keyName() {
        return Names.cut(before.name(), Names.BYTES - "_pkey".length()) + "_pkey";
    }
}
