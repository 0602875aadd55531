package dev.ficus.dualwrite.schema;

import dev.ficus.dualwrite.table.Check;
import dev.ficus.dualwrite.table.Quoted;
import dev.ficus.dualwrite.table.Table;
import java.util.List;

/** The CHECK constraints of a table whose condition both servers see alike. */
final class CheckConverter {
    private final Table table;
    private final List<TargetObject> objects;
    private final List<Finding> findings;

    CheckConverter(Table table, List<TargetObject> objects, List<Finding> findings) {
        this.table = table;
        this.objects = objects;
        this.findings = findings;
    }

    void convert(List<Check> checks) {
        checks.forEach(this::check);
    }

    private void check(Check check) {
        if (!check.enforced()) {
            leftOut(
                    check,
                    "MySQL does not enforce it, so rows may break it",
                    "nothing, unless you want to enforce it now");
            return;
        }
        Expression condition = new ExpressionConverter(table).condition(check.clause());
        if (condition.sql().isEmpty()) {
            leftOut(
                    check,
                    condition.reason(),
                    "MySQL checks every row while it is the owner; before the cutover add"
                            + " what PostgreSQL is to check by a change of your own");
            return;
        }
        String name = Names.of(table.target(), check.name(), "ck");
        String alter = "ALTER TABLE " + table.postgresName();
        objects.add(new TargetObject(
                TargetObject.Stage.CHECK,
                table.target(),
                name,
                alter + " ADD CONSTRAINT " + Quoted.postgres(name) + " CHECK ("
                        + condition.sql().get() + ")",
                alter + " DROP CONSTRAINT IF EXISTS " + Quoted.postgres(name)));
    }

    private void leftOut(Check check, String reason, String todo) {
        findings.add(new Finding(
                Finding.Kind.LEFT_OUT, table.name() + "." + check.name(), "the check " + check.clause(), reason, todo));
    }
}
