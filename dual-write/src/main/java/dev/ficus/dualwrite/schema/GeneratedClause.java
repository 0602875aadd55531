package dev.ficus.dualwrite.schema;

import dev.ficus.dualwrite.table.Column;
import dev.ficus.dualwrite.table.Generated;
import dev.ficus.dualwrite.table.Table;
import dev.ficus.dualwrite.table.TableDetails;
import java.util.List;
import java.util.Optional;

/**
 * The expression behind GENERATED ALWAYS AS, which is always STORED; else the column is a plain one, which copy and streams
 * fill, and a finding says why. PostgreSQL computes no generated column from another, and divides no table by one
 * (its manual, "Generated Columns").
 */
final class GeneratedClause {
    private final Table table;
    private final TableDetails details;
    private final List<Finding> findings;

    GeneratedClause(Table table, TableDetails details, List<Finding> findings) {
        this.table = table;
        this.details = details;
        this.findings = findings;
    }

    /** Empty for a plain column. */
    Optional<String> of(Column column) {
        return column.generated().flatMap(generated -> of(column, generated));
    }

    private Optional<String> of(Column column, Generated generated) {
        Expression expression = new ExpressionConverter(table).value(generated.expression(), column);
        Optional<String> refusal =
                expression.sql().isEmpty() ? Optional.of(expression.reason()) : refusal(column, expression);
        refusal.ifPresent(reason -> findings.add(new Finding(
                Finding.Kind.CHANGED,
                table.name() + "." + column.name(),
                "the column is computed on MySQL, and a plain one in PostgreSQL: " + generated.expression(),
                reason,
                "nothing while MySQL owns the rows: copy and stream bring its values; before the cutover let a trigger or"
                        + " the application write it")));
        return refusal.isPresent() ? Optional.empty() : expression.sql();
    }

    private Optional<String> refusal(Column column, Expression expression) {
        boolean nested = table.columns().stream()
                .anyMatch(other ->
                        other.generated().isPresent() && expression.columns().contains(other.name()));
        if (nested) {
            return Optional.of("PostgreSQL computes no such column from another one");
        }
        boolean divides = details.partitioning()
                .filter(by ->
                        PartitionConverter.columns(table, by.by().expression()).contains(column))
                .isPresent();
        return divides ? Optional.of("PostgreSQL divides no table by such a column") : Optional.empty();
    }
}
