package dev.ficus.dualwrite.doctor;

import dev.ficus.core.error.FicusException;
import dev.ficus.dualwrite.stream.CascadeRule;
import dev.ficus.dualwrite.table.ForeignKey;
import dev.ficus.dualwrite.table.Table;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Foreign keys that leave a domain or enter it from outside, and those that act by themselves. */
final class ForeignKeys implements Examination.OfMysql {
    private static final String ENTERING = """
            SELECT DISTINCT constraint_name, table_schema, table_name, referenced_table_name
            FROM information_schema.key_column_usage
            WHERE referenced_table_schema = database() ORDER BY table_name, constraint_name""";

    @Override
    public String topic() {
        return "foreign keys";
    }

    @Override
    public void run(Side mysql, Patient patient, Findings findings) throws SQLException {
        for (Patient.Domain domain : patient.domains()) {
            Set<String> own = Set.copyOf(domain.settings().tables());
            for (Table table : domain.tables()) {
                for (ForeignKey key : table.foreignKeys()) {
                    if (!own.contains(key.referencedTable())) {
                        leaving(mysql, domain.settings().name(), table, key, findings);
                    }
                }
            }
            entering(mysql, domain.settings().name(), own, findings);
            cascades(mysql, domain.tables(), findings);
        }
    }

    private static void leaving(Side mysql, String domain, Table table, ForeignKey key, Findings findings) {
        findings.warning(
                FindingId.FOREIGN_KEY_OUTSIDE,
                mysql.where("table " + table.name()),
                "foreign key " + key.name() + " refers to " + key.referencedTable() + ", which is not in domain "
                        + domain + ": PostgreSQL cannot hold it while the two are apart, and it still binds the reverse"
                        + " stream on MySQL",
                "take " + key.referencedTable() + " into the domain, or let the application keep the rule");
    }

    private static void entering(Side mysql, String domain, Set<String> own, Findings findings) throws SQLException {
        for (List<@Nullable String> row : mysql.rows(ENTERING)) {
            String table = String.valueOf(row.get(2));
            if (own.contains(row.get(3)) && !own.contains(table)) {
                findings.warning(
                        FindingId.FOREIGN_KEY_OUTSIDE,
                        mysql.where("table " + table),
                        "foreign key " + row.get(0) + " refers from outside to " + row.get(3) + " of domain " + domain
                                + ": it still binds what the reverse stream deletes and changes on MySQL",
                        "take " + table + " into the domain, or drop the key before dual-write");
            }
        }
    }

    private static void cascades(Side mysql, List<Table> tables, Findings findings) throws SQLException {
        List<String> acting = tables.stream()
                .flatMap(table -> table.foreignKeys().stream()
                        .filter(ForeignKey::cascades)
                        .map(key -> table.name() + "." + key.name()))
                .collect(Collectors.toList());
        if (acting.isEmpty()) {
            return;
        }
        try {
            CascadeRule.check(mysql.connection(), tables);
            findings.info(
                    FindingId.CASCADE,
                    mysql.where(),
                    "these foreign keys change rows by themselves, and the server logs those rows: "
                            + String.join(", ", acting),
                    "nothing to do while it does (MySQL 9.6 or later, innodb_native_foreign_keys=OFF)");
        } catch (FicusException e) {
            e.problems()
                    .forEach(problem ->
                            findings.blocking(FindingId.CASCADE, problem.where(), problem.what(), problem.fix()));
        }
    }
}
