package dev.ficus.dualwrite.schema;

import dev.ficus.dualwrite.table.Column;
import dev.ficus.dualwrite.table.Table;
import dev.ficus.dualwrite.table.TableDetails;
import dev.ficus.dualwrite.table.TableUser;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Findings about what a table has on MySQL and not in PostgreSQL, beside its columns and keys. */
final class LeftBehind {
    private static final String FENCE = "ficus_fence_";

    private final Table table;
    private final TableDetails details;
    private final List<Finding> findings;

    LeftBehind(Table table, TableDetails details, List<Finding> findings) {
        this.table = table;
        this.details = details;
        this.findings = findings;
    }

    void report() {
        collations();
        engine();
        options();
        invisible();
        details.users().stream().filter(user -> !user.name().startsWith(FENCE)).forEach(this::user);
        if (!details.grantees().isEmpty()) {
            leftOut(
                    "the rights on it of " + String.join(", ", details.grantees()),
                    "accounts are a matter of each server",
                    "grant the application's role what it needs, by a change of your own");
        }
    }

    /** One finding for each table: what sorts and compares otherwise. */
    private void collations() {
        List<Column> columns = table.columns().stream()
                .filter(column -> column.value().postgresType().matches("(text|varchar).*"))
                .filter(column -> column.collation().filter(LeftBehind::folds).isPresent())
                .toList();
        if (!columns.isEmpty()) {
            String names = columns.stream()
                    .map(Column::collation)
                    .flatMap(Optional::stream)
                    .distinct()
                    .sorted()
                    .collect(Collectors.joining(", "));
            changed(
                    "text in " + columns.stream().map(Column::name).collect(Collectors.joining(", "))
                            + " compares and sorts by PostgreSQL's collation, on MySQL by " + names,
                    "PostgreSQL holds only equal bytes equal: 'A' is not 'a'",
                    "look through queries that compare text: lower(column) = lower(value), or an own collation");
        }
    }

    private static boolean folds(String collation) {
        return !collation.endsWith("_bin") && !collation.equals("binary");
    }

    private void engine() {
        String engine = details.engine();
        if (!engine.equalsIgnoreCase("InnoDB")) {
            changed(
                    "its engine is " + engine + ", and in PostgreSQL it is an ordinary table",
                    "PostgreSQL has one kind of table; every write to it is in a transaction",
                    "nothing");
            table.key().stream().skip(1).filter(Column::autoIncrement).forEach(this::groups);
        }
    }

    private void groups(Column column) {
        changed(
                "the numbers of " + column.name() + " run over the whole table",
                engineCountsInGroups(),
                "let the application give the numbers, if they must start anew in each group");
    }

    private String engineCountsInGroups() {
        return details.engine() + " counts anew for each value of the columns before it in the key";
    }

    private void options() {
        String options = details.options().toLowerCase(Locale.ROOT);
        if (options.matches(".*encrypt(ion|ed)=[\"'`]?y.*")) {
            leftOut(
                    "its encryption",
                    "PostgreSQL encrypts no single table",
                    "keep its data directory on an encrypted disk, if the rows must be encrypted at rest");
        }
        if (options.contains("data directory") || options.contains("tablespace")) {
            leftOut(
                    "its place on disk",
                    "directories are a matter of each server",
                    "name a TABLESPACE if you need one");
        }
    }

    private void invisible() {
        for (String column : details.invisible()) {
            findings.add(new Finding(
                    Finding.Kind.CHANGED,
                    table.name() + "." + column,
                    "the column is invisible on MySQL, and SELECT * shows it in PostgreSQL",
                    "PostgreSQL has no invisible columns",
                    "name the columns in such queries"));
        }
    }

    private void user(TableUser user) {
        boolean trigger = user.kind().equals("trigger");
        leftOut(
                "the " + user.kind() + " " + user.name() + (trigger ? "" : ", which names it"),
                "Ficus converts no statements",
                trigger
                        ? "write it in PL/pgSQL by a change of your own; what a stream writes does not fire it"
                        : "write it for PostgreSQL by a change of your own, if it is needed there");
    }

    private void changed(String what, String reason, String todo) {
        findings.add(new Finding(Finding.Kind.CHANGED, table.name(), what, reason, todo));
    }

    private void leftOut(String what, String reason, String todo) {
        findings.add(new Finding(Finding.Kind.LEFT_OUT, table.name(), what, reason, todo));
    }
}
