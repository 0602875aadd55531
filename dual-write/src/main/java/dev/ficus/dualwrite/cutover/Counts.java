package dev.ficus.dualwrite.cutover;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.Problem;
import dev.ficus.dualwrite.table.Table;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Compares how many rows the tables have on both sides while nobody writes. Writes wait meanwhile, so a table that takes
 * longer than a second to count is left out, and the journal says so. The rows that changed since the last verification
 * are not compared one by one yet.
 */
final class Counts {
    private static final int SECONDS = 1;

    private final Site site;

    Counts(Site site) {
        this.site = site;
    }

    /** @throws FicusException DIFFERENCES_FOUND naming each table whose numbers differ */
    String compare() throws SQLException {
        List<String> counted = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (Table table : site.tables()) {
            OptionalLong mysql = count(site.mysql(), table.mysqlName());
            OptionalLong postgres =
                    mysql.isPresent() ? count(site.postgres(), table.postgresName()) : OptionalLong.empty();
            if (postgres.isEmpty()) {
                counted.add(table.name() + " not counted, it takes more than " + SECONDS + " s");
            } else if (mysql.getAsLong() != postgres.getAsLong()) {
                problems.add(new Problem(
                        ErrorCode.DIFFERENCES_FOUND,
                        "table " + table.name() + " has " + mysql.getAsLong() + " rows in MySQL and "
                                + postgres.getAsLong() + " in PostgreSQL",
                        "domain " + site.name(),
                        "find them with: ficus verify " + site.name()));
            } else {
                counted.add(table.name() + " " + mysql.getAsLong());
            }
        }
        if (!problems.isEmpty()) {
            throw new FicusException(problems, null);
        }
        return String.join(", ", counted);
    }

    /** Empty where it took too long. PostgreSQL says that as a cancelled query, 57014. */
    private static OptionalLong count(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(SECONDS);
            try (ResultSet row = statement.executeQuery("SELECT count(*) FROM " + table)) {
                row.next();
                return OptionalLong.of(row.getLong(1));
            }
        } catch (SQLTimeoutException e) {
            return OptionalLong.empty();
        } catch (SQLException e) {
            if ("57014".equals(e.getSQLState())) {
                return OptionalLong.empty();
            }
            throw e;
        }
    }
}
