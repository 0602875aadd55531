package dev.ficus.dualwrite.stream;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.Problem;
import dev.ficus.dualwrite.table.Quoted;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the streams need of a PostgreSQL server and of the user that Ficus has there. Stateless. */
public final class PostgresReplication {
    private static final String LOGICAL = "SELECT current_setting('wal_level')";
    private static final String USER = "SELECT current_user";
    private static final String MAY_REPLICATE =
            "SELECT rolreplication OR rolsuper FROM pg_roles WHERE rolname = current_user";
    /** PostgreSQL 15 made the right to set such a parameter one that can be granted. */
    private static final String VERSION = "SELECT current_setting('server_version_num')::int >= 150000";

    private static final String MAY_SET_ROLE = "SELECT has_parameter_privilege('session_replication_role', 'SET')";
    private static final String SUPERUSER = "SELECT rolsuper FROM pg_roles WHERE rolname = current_user";

    private PostgresReplication() {}

    /** All that is wrong, for reports and gates: WAL_LEVEL_NOT_LOGICAL, RIGHT_MISSING; empty where nothing is. */
    public static List<Problem> problems(Connection connection, String where) throws SQLException {
        List<Problem> problems = new ArrayList<>();
        String level = text(connection, LOGICAL);
        if (!level.equals("logical")) {
            problems.add(new Problem(
                    ErrorCode.WAL_LEVEL_NOT_LOGICAL,
                    "wal_level is " + level + ", the way back needs logical",
                    where,
                    "ALTER SYSTEM SET wal_level = 'logical', then restart the server"));
        }
        String user = text(connection, USER);
        if (!yes(connection, MAY_REPLICATE)) {
            problems.add(new Problem(
                    ErrorCode.RIGHT_MISSING,
                    "user " + user + " lacks the right to read the WAL",
                    where,
                    "ALTER ROLE " + Quoted.postgres(user) + " REPLICATION"));
        }
        mayNotApply(connection, where).ifPresent(problems::add);
        return problems;
    }

    /** RIGHT_MISSING where triggers and foreign keys would act on what a copy or the forward stream writes. */
    public static Optional<Problem> mayNotApply(Connection connection, String where) throws SQLException {
        if (yes(connection, yes(connection, VERSION) ? MAY_SET_ROLE : SUPERUSER)) {
            return Optional.empty();
        }
        String user = text(connection, USER);
        return Optional.of(new Problem(
                ErrorCode.RIGHT_MISSING,
                "user " + user + " may not set session_replication_role, which keeps triggers from acting on what"
                        + " a stream writes",
                where,
                "GRANT SET ON PARAMETER session_replication_role TO " + Quoted.postgres(user)
                        + "; before PostgreSQL 15, use a superuser"));
    }

    private static boolean yes(Connection connection, String query) throws SQLException {
        return text(connection, query).equals("t");
    }

    private static String text(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }
}
