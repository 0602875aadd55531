package dev.ficus.dualwrite.schema;

import dev.ficus.dualwrite.table.Column;
import dev.ficus.dualwrite.table.Quoted;
import dev.ficus.dualwrite.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code ON UPDATE CURRENT_TIMESTAMP}, by triggers. MySQL sets such a column when an update changes any value of the row,
 * unless the statement names the column, be it with the value that it has (its manual, "Automatic Initialization and
 * Updating for TIMESTAMP and DATETIME"). A trigger does not see which columns a statement names, but it can be made to
 * fire for one column alone: so for each column one trigger marks a value that was named and did not change, and one
 * trigger after them takes the marks away and sets the others. The mark is {@code -infinity}, which MySQL does not have.
 *
 * <p>They fire in the order of their names (PostgreSQL's manual, "Overview of Trigger Behavior"), and not in the role
 * {@code replica}, in which streams apply: what a stream writes has been set on the other side.
 */
final class OnUpdateTrigger {
    private static final String MARK = "'-infinity'";

    private final Table table;
    private final List<Column> columns = new ArrayList<>();

    /** @param findings receives the columns that have no time in PostgreSQL */
    OnUpdateTrigger(Table table, List<Finding> findings) {
        this.table = table;
        for (Column column : table.columns()) {
            if (column.onUpdateNow() && DefaultClause.now(column).isPresent()) {
                columns.add(column);
            } else if (column.onUpdateNow()) {
                findings.add(new Finding(
                        Finding.Kind.LEFT_OUT,
                        table.name() + "." + column.name(),
                        "ON UPDATE CURRENT_TIMESTAMP",
                        "the column is " + column.value().postgresType() + " in PostgreSQL, which holds no time",
                        "set the value in the application, or add a trigger by a change of your own"));
            }
        }
    }

    /** The function and its triggers; empty where no column is set by itself. */
    Optional<TargetObject> object() {
        if (columns.isEmpty()) {
            return Optional.empty();
        }
        String name = Names.of(table.target(), "on_update");
        String function = Quoted.postgres(name);
        List<String> statements = new ArrayList<>();
        statements.add(function(function));
        for (Column column : columns) {
            statements.add(marks(column, function));
        }
        statements.add("CREATE TRIGGER \"on_update_2_set\" BEFORE UPDATE ON " + table.postgresName()
                + "\n  FOR EACH ROW EXECUTE FUNCTION " + function + "()");
        return Optional.of(new TargetObject(
                TargetObject.Stage.WITH_TABLES,
                table.target(),
                name,
                String.join(";\n", statements),
                "DROP FUNCTION IF EXISTS " + function + "() CASCADE"));
    }

    private String marks(Column column, String function) {
        String name = column.postgresName();
        return "CREATE TRIGGER " + Quoted.postgres(Names.of("on_update_1_named", column.target()))
                + " BEFORE UPDATE OF " + name + " ON " + table.postgresName()
                + "\n  FOR EACH ROW WHEN (NEW." + name + " IS NOT DISTINCT FROM OLD." + name + ") EXECUTE FUNCTION "
                + function + "(" + Names.literal(column.target()) + ")";
    }

    private String function(String function) {
        String body = body();
        String quotes = body.contains("$$") ? "$on_update$" : "$$";
        return """
                -- ON UPDATE CURRENT_TIMESTAMP: an update that changes the row sets the time, unless it names the column
                CREATE FUNCTION %1$s() RETURNS trigger LANGUAGE plpgsql AS %2$s
                %3$s
                END %2$s""".formatted(function, quotes, body);
    }

    private String body() {
        List<String> lines = new ArrayList<>();
        lines.add("DECLARE");
        each((column, number) -> lines.add("  named_" + number + " boolean := NEW." + column + " = " + MARK + ";"));
        lines.add("BEGIN");
        for (Column column : columns) {
            lines.add("  IF TG_ARGV[0] = " + Names.literal(column.target()) + " THEN");
            lines.add("    NEW." + column.postgresName() + " := " + MARK + ";");
            lines.add("    RETURN NEW;");
            lines.add("  END IF;");
        }
        each((column, number) ->
                lines.add("  IF named_" + number + " THEN NEW." + column + " := OLD." + column + "; END IF;"));
        lines.add("  IF ROW(" + row("NEW.") + ")::record");
        lines.add("    *<> ROW(" + row("OLD.") + ")::record THEN");
        for (int i = 0; i < columns.size(); i++) {
            String column = columns.get(i).postgresName();
            lines.add("    IF named_" + (i + 1) + " IS NOT TRUE AND NEW." + column + " IS NOT DISTINCT FROM OLD."
                    + column + " THEN");
            lines.add("      NEW." + column + " := "
                    + DefaultClause.now(columns.get(i)).orElseThrow() + ";");
            lines.add("    END IF;");
        }
        lines.addAll(List.of("  END IF;", "  RETURN NEW;"));
        return String.join("\n", lines);
    }

    private interface Numbered {
        void with(String column, int number);
    }

    private void each(Numbered line) {
        for (int i = 0; i < columns.size(); i++) {
            line.with(columns.get(i).postgresName(), i + 1);
        }
    }

    /** Generated columns are computed after the triggers, from the others. */
    private String row(String of) {
        Stream<String> names = table.columns().stream()
                .filter(column -> column.generated().isEmpty())
                .map(column -> of + column.postgresName());
        return String.join(", ", names.toList());
    }
}
