package dev.ficus.dualwrite.backfill;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.Problem;
import dev.ficus.dualwrite.control.Control;
import dev.ficus.dualwrite.table.Column;
import dev.ficus.dualwrite.table.Table;
import dev.ficus.dualwrite.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The rows of {@code ficus.copied_choice}: what a copy makes of each column, kept from its first chunk on. What stands for
 * values that have no place may be chosen later, for the chunks that are there hold none of them; a choice that such
 * chunks were copied by must stay.
 */
final class CopiedChoices {
    private final Control control;
    private final String domain;

    CopiedChoices(Control control, String domain) {
        this.control = control;
        this.domain = domain;
    }

    /** Keeps the choices of a copy that begins. */
    void record(List<Table> tables) {
        control.handle().useTransaction(transaction -> {
            transaction.execute("DELETE FROM ficus.copied_choice WHERE domain = ?", domain);
            for (Table table : tables) {
                for (Column column : table.writtenToPostgres()) {
                    transaction.execute(
                            "INSERT INTO ficus.copied_choice (domain, table_name, column_name, type, replaced)"
                                    + " VALUES (?, ?, ?, ?, ?)",
                            domain,
                            table.name(),
                            column.name(),
                            column.value().postgresType(),
                            replaced(column.value()));
                }
            }
        });
    }

    /**
     * Compares them where a copy was begun.
     *
     * @throws FicusException CHOICE_CHANGED
     */
    void check(List<Table> tables) {
        if (BackfillRecord.read(control, domain).isEmpty()) {
            return;
        }
        Map<List<String>, List<String>> recorded = control.handle()
                .createQuery("SELECT table_name, column_name, type, replaced FROM ficus.copied_choice WHERE domain = ?")
                .bind(0, domain)
                .map((row, context) -> List.of(row.getString(1), row.getString(2), row.getString(3), row.getString(4)))
                .collect(Collectors.toMap(row -> row.subList(0, 2), row -> row.subList(2, 4)));
        List<Problem> problems = new ArrayList<>();
        for (Table table : tables) {
            for (Column column : table.writtenToPostgres()) {
                List<String> then = recorded.get(List.of(table.name(), column.name()));
                if (then != null) {
                    check(table, column, then.get(0), then.get(1), problems);
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new FicusException(problems, null);
        }
    }

    private void check(Table table, Column column, String type, String replaced, List<Problem> problems) {
        String now = column.value().postgresType();
        if (!type.equals(now)) {
            problems.add(problem(table, column, "to " + type + ", and is to become " + now + " now"));
        } else if (!replaced.isEmpty() && !replaced.equals(replaced(column.value()))) {
            problems.add(problem(table, column, "with another choice for values that have no place in PostgreSQL"));
        }
    }

    private Problem problem(Table table, Column column, String change) {
        return new Problem(
                ErrorCode.CHOICE_CHANGED,
                "a part of column " + table.name() + "." + column.name() + " is copied already " + change,
                "ficus.yaml, strangler.convert.tables." + table.name() + ".columns." + column.name(),
                "put the choice back, or copy anew with this one, once the column suits it in PostgreSQL: ficus backfill "
                        + domain + " --restart --yes");
    }

    /** The expression that verification compares by has in it what stands for what. */
    private static String replaced(Value value) {
        return value.replacesValues() ? value.mysqlCanonical("c") : "";
    }
}
