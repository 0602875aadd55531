package dev.ficus.dualwrite.doctor;

import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Triggers of MySQL on the tables of the domains; those of the fence are not counted. */
final class MysqlTriggers implements Examination.OfMysql {
    @Override
    public String topic() {
        return "triggers of MySQL";
    }

    @Override
    public void run(Side mysql, Patient patient, Findings findings) throws SQLException {
        Set<String> tables = new HashSet<>(patient.names());
        for (List<@Nullable String> row : mysql.rows("SELECT event_object_table, trigger_name, action_timing,"
                + " event_manipulation FROM information_schema.triggers WHERE event_object_schema = database()"
                + " AND trigger_name NOT LIKE 'ficus\\_fence\\_%' ORDER BY event_object_table, trigger_name")) {
            String table = String.valueOf(row.get(0));
            if (tables.contains(table)) {
                findings.warning(
                        FindingId.MYSQL_TRIGGER,
                        mysql.where("table " + table),
                        "trigger " + row.get(1) + " (" + row.get(2) + " " + row.get(3)
                                + ") is not converted, and acts once more on rows of the reverse stream",
                        "write its like for PostgreSQL into the PostgreSQL history, or move it into the application;"
                                + " drop it on MySQL before dual-write where acting twice does harm");
            }
        }
    }
}
