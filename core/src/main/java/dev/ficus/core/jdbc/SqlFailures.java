package dev.ficus.core.jdbc;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.settings.DatabaseSettings;
import java.sql.SQLException;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells apart why a database refused, by SQLSTATE and vendor code.
 * PostgreSQL: appendix "PostgreSQL Error Codes". MySQL: "Server Error Message Reference".
 */
public final class SqlFailures {
    private static final Set<Integer> MYSQL_RIGHT_MISSING = Set.of(1044, 1095, 1142, 1143, 1227, 1370, 1419);
    private static final Set<Integer> MYSQL_LOCK_WAIT = Set.of(1205, 1213, 3572);
    private static final Set<String> POSTGRES_LOCK_WAIT = Set.of("55P03", "40P01", "40001");
    private static final String POSTGRES_UNIQUE_VIOLATION = "23505";
    /** ER_DUP_ENTRY. */
    private static final int MYSQL_DUPLICATE_ENTRY = 1062;

    private static final Set<String> SERVER_GONE = Set.of("57P01", "57P02", "57P03");

    /** read_only_sql_transaction; too_many_connections, cannot_connect_now's kind on an open connection. */
    private static final Set<String> POSTGRES_NO_WRITES = Set.of("25006", "53300");
    /** ER_CON_COUNT_ERROR, ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION, ER_READ_ONLY_MODE. */
    private static final Set<Integer> MYSQL_NO_WRITES = Set.of(1040, 1792, 1836);
    /** ER_OPTION_PREVENTS_STATEMENT: the server runs with --read-only, or with another option. */
    private static final int MYSQL_OPTION = 1290;

    private static final Pattern DUPLICATE_VALUE = Pattern.compile("Duplicate entry '.*' for key", Pattern.DOTALL);

    private SqlFailures() {}

    /** A failure to open a connection. */
    public static FicusException onConnect(SQLException e, DatabaseSettings database) {
        String user = database.user().orElse("(none)");
        if (loginRefused(e)) {
            return new FicusException(
                    ErrorCode.LOGIN_REFUSED,
                    "the server refused the login of user " + user,
                    database.toString(),
                    "correct user and password of database " + database.name() + " in ficus.yaml",
                    e);
        }
        if (databaseMissing(e)) {
            return new FicusException(
                    ErrorCode.DATABASE_MISSING,
                    "the server has no such database",
                    database.toString(),
                    "create the database, or correct the url of database " + database.name() + " in ficus.yaml",
                    e);
        }
        if (rightMissing(e)) {
            return rightMissing(e, database.toString());
        }
        return new FicusException(
                ErrorCode.CANNOT_CONNECT,
                "no connection: " + firstLine(e),
                database.toString(),
                "check that the server runs and that host and port in the url are right",
                e);
    }

    /**
     * A failure of a statement: the codes that mean something of their own, else {@code otherwise}.
     *
     * @param where what was being done, and on which database or table
     * @param fix used with {@code otherwise}
     */
    public static FicusException onStatement(SQLException e, String where, ErrorCode otherwise, String fix) {
        if (rightMissing(e)) {
            return rightMissing(e, where);
        }
        if (lockWait(e)) {
            return new FicusException(
                    ErrorCode.SERVER_BUSY,
                    "the server gave up waiting for a lock: " + firstLine(e),
                    where,
                    "run the command again when the other transaction is done",
                    e);
        }
        if (connectionLost(e)) {
            return new FicusException(
                    ErrorCode.CONNECTION_LOST,
                    "the connection broke: " + firstLine(e),
                    where,
                    "check the server, then run the command again: it goes on where it stopped",
                    e);
        }
        if (takesNoWrites(e)) {
            return new FicusException(
                    ErrorCode.SERVER_BUSY,
                    "the server takes no writes now: " + firstLine(e),
                    where,
                    "if another server has taken over, let the url in ficus.yaml lead to it; then run the command"
                            + " again",
                    e);
        }
        return new FicusException(otherwise, firstLine(e), where, fix, e);
    }

    /** True where the user lacks a right that the statement needs. */
    public static boolean rightMissing(SQLException e) {
        return "42501".equals(e.getSQLState()) || MYSQL_RIGHT_MISSING.contains(e.getErrorCode());
    }

    /** True where the server gave up waiting for a lock, or broke a deadlock. */
    public static boolean lockWait(SQLException e) {
        return POSTGRES_LOCK_WAIT.contains(e.getSQLState()) || MYSQL_LOCK_WAIT.contains(e.getErrorCode());
    }

    /** True where a primary or unique key has the value already. */
    public static boolean uniqueViolation(SQLException e) {
        return POSTGRES_UNIQUE_VIOLATION.equals(e.getSQLState()) || e.getErrorCode() == MYSQL_DUPLICATE_ENTRY;
    }

    /** True where the server lets nobody write: a standby after a failover, or too many sessions. */
    public static boolean takesNoWrites(SQLException e) {
        boolean readOnly = e.getErrorCode() == MYSQL_OPTION
                && String.valueOf(e.getMessage()).contains("read-only");
        return readOnly || POSTGRES_NO_WRITES.contains(e.getSQLState()) || MYSQL_NO_WRITES.contains(e.getErrorCode());
    }

    /** True where the connection is gone, so that the outcome of a COMMIT is unknown. */
    public static boolean connectionLost(SQLException e) {
        String state = e.getSQLState();
        return state != null && (state.startsWith("08") || SERVER_GONE.contains(state) || closedWithConnection(e));
    }

    /** Connector/J closes the statements of a connection that breaks, and then says of them only that they are closed. */
    private static boolean closedWithConnection(SQLException e) {
        return "S1009".equals(e.getSQLState()) && String.valueOf(e.getMessage()).contains(" closed.");
    }

    /**
     * The message up to its first line break: drivers append query text and hints below. The row's value in MySQL's
     * "Duplicate entry 'value' for key" is left out.
     */
    public static String firstLine(SQLException e) {
        String message = e.getMessage();
        return message == null
                ? e.getClass().getSimpleName()
                : DUPLICATE_VALUE
                        .matcher(message)
                        .replaceFirst("Duplicate entry for key")
                        .lines()
                        .findFirst()
                        .orElse("")
                        .strip();
    }

    private static FicusException rightMissing(SQLException e, String where) {
        return new FicusException(
                ErrorCode.RIGHT_MISSING,
                "a right is missing: " + firstLine(e),
                where,
                "grant it (docs/reference/rights.md lists what Ficus needs), then run the command again",
                e);
    }

    private static boolean loginRefused(SQLException e) {
        String state = e.getSQLState();
        return (state != null && state.startsWith("28")) || e.getErrorCode() == 1045;
    }

    private static boolean databaseMissing(SQLException e) {
        return "3D000".equals(e.getSQLState()) || e.getErrorCode() == 1049;
    }
}
