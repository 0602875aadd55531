package dev.ficus.dualwrite.stream;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.Problem;
import dev.ficus.dualwrite.table.ForeignKey;
import dev.ficus.dualwrite.table.Table;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows that MySQL changes by itself through ON DELETE CASCADE and its like stand in the binlog from 9.6 on, unless
 * {@code innodb_native_foreign_keys} is on; before, and on MariaDB, they do not (MySQL bug 32506), and the forward
 * stream would miss them.
 */
public final class CascadeRule {
    private CascadeRule() {}

    /** Refuses tables with such keys on a server that does not log them, all of them at once. */
    public static void check(Connection mysql, List<Table> tables) throws SQLException {
        List<Problem> problems = new ArrayList<>();
        for (Table table : tables) {
            for (ForeignKey key : table.foreignKeys()) {
                if (key.cascades()) {
                    problems.add(new Problem(
                            ErrorCode.CASCADE_UNSUPPORTED,
                            "foreign key " + key.name() + " acts by itself (ON DELETE " + key.onDelete()
                                    + " ON UPDATE " + key.onUpdate() + "), and this server does not log the rows"
                                    + " that it changes",
                            "MySQL " + table.name(),
                            "change the key to RESTRICT and delete the child rows in the application or in a trigger"
                                    + " (docs/adr/0028), or use MySQL 9.6 or later"));
                }
            }
        }
        if (!problems.isEmpty() && !logged(mysql)) {
            throw new FicusException(problems, null);
        }
    }

    private static boolean logged(Connection mysql) throws SQLException {
        if (mysql.getMetaData()
                .getDatabaseProductVersion()
                .toLowerCase(java.util.Locale.ROOT)
                .contains("mariadb")) {
            return false;
        }
        int major = mysql.getMetaData().getDatabaseMajorVersion();
        int minor = mysql.getMetaData().getDatabaseMinorVersion();
        if (major < 9 || (major == 9 && minor < 6)) {
            return false;
        }
        try (Statement statement = mysql.createStatement();
                ResultSet row = statement.executeQuery("SHOW VARIABLES LIKE 'innodb_native_foreign_keys'")) {
            return !row.next() || row.getString(2).equalsIgnoreCase("OFF");
        }
    }
}
