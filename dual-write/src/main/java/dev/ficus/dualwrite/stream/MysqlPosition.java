package dev.ficus.dualwrite.stream;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.Problem;
import dev.ficus.core.jdbc.SqlFailures;
import dev.ficus.dualwrite.connect.MysqlServer;
import dev.ficus.dualwrite.control.BinlogPosition;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a stream asks MySQL or MariaDB about its binlog, on the caller's connection: the current position, which server
 * it is, and whether its settings and the user's rights suit a stream.
 */
public final class MysqlPosition {
    private static final int SYNTAX = 1064;
    private static final String PERSIST = "; then open the application's connections anew";
    private static final Set<String> REPLICATION_RIGHTS = Set.of("REPLICATION SLAVE", "REPLICATION REPLICA");

    private MysqlPosition() {}

    /**
     * The end of the binlog, always between two transactions, with the GTIDs of everything executed where the server
     * has them. Those never hold a transaction that cannot be seen yet; the offset may, see {@link BinlogPosition}.
     *
     * @throws FicusException BINLOG_OFF, or RIGHT_MISSING for a user without REPLICATION CLIENT
     */
    public static BinlogPosition current(Connection connection) {
        try {
            return position(connection, "SHOW BINARY LOG STATUS");
        } catch (SQLException e) {
            if (e.getErrorCode() != SYNTAX) {
                throw failure(e, "SHOW BINARY LOG STATUS");
            }
        }
        try {
            return position(connection, "SHOW MASTER STATUS");
        } catch (SQLException e) {
            throw failure(e, "SHOW MASTER STATUS");
        }
    }

    /**
     * What tells this server from every other, so that a checkpoint is never used on another one: {@code server_uuid},
     * or server id and host name on MariaDB, which has no such id.
     */
    public static String server(Connection connection) {
        try {
            return BinlogServer.of(connection).identity();
        } catch (SQLException e) {
            throw failure(e, "the server's identity");
        }
    }

    /**
     * Checks everything that a stream needs of the server and of the user.
     *
     * @throws FicusException with all that is wrong: BINLOG_OFF, BINLOG_NOT_ROW, BINLOG_SETTING_UNSUITABLE, RIGHT_MISSING
     */
    public static void check(Connection connection) {
        List<Problem> problems = new ArrayList<>(problems(connection));
        problems.addAll(replicaProblem(connection));
        if (!problems.isEmpty()) {
            throw new FicusException(problems, null);
        }
    }

    /** All that {@link #check} would throw, for reports; empty where the server suits. */
    public static List<Problem> problems(Connection connection) {
        try {
            List<Problem> problems = new ArrayList<>(settingProblems(connection));
            if (!mayReplicate(connection)) {
                problems.add(new Problem(
                        ErrorCode.RIGHT_MISSING,
                        "the user lacks the right to read the binlog",
                        "MySQL " + connection.getCatalog(),
                        "GRANT REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO " + user(connection)));
            }
            return problems;
        } catch (SQLException e) {
            throw failure(e, "the server's settings");
        }
    }

    /** The doctor has more to say of a source that is a replica, so it is no part of {@link #problems}. */
    private static List<Problem> replicaProblem(Connection connection) {
        try {
            return BinlogServer.of(connection).leavesOutReplicated(connection)
                    ? List.of(BinlogRefusal.replicatedLeftOut("MySQL " + connection.getCatalog()))
                    : List.of();
        } catch (SQLException e) {
            throw failure(e, "whether it is a replica");
        }
    }

    /** Whether the server compares names of tables without case. */
    static boolean foldsNames(MysqlServer server) {
        try (Connection connection = server.open()) {
            return !"0".equals(variables(connection, "lower_case_table_names").get("lower_case_table_names"));
        } catch (SQLException e) {
            throw failure(e, "lower_case_table_names");
        }
    }

    private static List<Problem> settingProblems(Connection connection) throws SQLException {
        Map<String, String> now = variables(
                connection,
                "log_bin",
                "binlog_format",
                "binlog_row_image",
                "binlog_row_value_options",
                "binlog_order_commits");
        String where = "MySQL " + connection.getCatalog();
        if (!"ON".equals(now.get("log_bin"))) {
            return List.of(new Problem(
                    ErrorCode.BINLOG_OFF,
                    "the binlog is off",
                    where,
                    "set log_bin=binlog and binlog_format=ROW in the server's configuration and restart it"));
        }
        List<Problem> problems = new ArrayList<>();
        expect(problems, now, where, "binlog_format", "ROW");
        expect(problems, now, where, "binlog_row_image", "FULL");
        expect(problems, now, where, "binlog_row_value_options", "");
        expect(problems, now, where, "binlog_order_commits", "ON");
        return problems;
    }

    /** A variable that this server does not have is right. */
    private static void expect(
            List<Problem> problems, Map<String, String> now, String where, String variable, String wanted) {
        String value = now.getOrDefault(variable, wanted);
        if (!value.equalsIgnoreCase(wanted)) {
            problems.add(new Problem(
                    variable.equals("binlog_format") ? ErrorCode.BINLOG_NOT_ROW : ErrorCode.BINLOG_SETTING_UNSUITABLE,
                    variable + " is " + value + ", a stream needs " + (wanted.isEmpty() ? "it empty" : wanted),
                    where,
                    "SET GLOBAL " + variable + " = '" + wanted + "'" + PERSIST));
        }
    }

    private static boolean mayReplicate(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW GRANTS")) {
            while (rows.next()) {
                String grant = rows.getString(1).toUpperCase(Locale.ROOT);
                boolean global = grant.contains(" ON *.* ");
                if (global
                        && (grant.startsWith("GRANT ALL PRIVILEGES ")
                                || REPLICATION_RIGHTS.stream().anyMatch(grant::contains))) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Quoted as a statement takes it: {@code 'ficus'@'%'}. */
    private static String user(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT CURRENT_USER()")) {
            row.next();
            String user = row.getString(1);
            int at = user.lastIndexOf('@');
            return "'" + user.substring(0, at) + "'@'" + user.substring(at + 1) + "'";
        }
    }

    private static BinlogPosition position(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            if (!row.next()) {
                throw new FicusException(
                        ErrorCode.BINLOG_OFF,
                        "the binlog is off",
                        "MySQL " + connection.getCatalog(),
                        "set log_bin=binlog and binlog_format=ROW in the server's configuration and restart it");
            }
            String file = row.getString(1);
            long offset = row.getLong(2);
            BinlogServer server = BinlogServer.of(connection);
            return new BinlogPosition(file, offset, server.identity(), server.executed(connection));
        }
    }

    /** The global variables of these names that the server has. */
    static Map<String, String> variables(Connection connection, String... names) throws SQLException {
        String list = "'" + String.join("', '", names) + "'";
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SHOW GLOBAL VARIABLES WHERE variable_name IN (" + list + ")")) {
            Map<String, String> variables = new HashMap<>();
            while (rows.next()) {
                variables.put(rows.getString(1).toLowerCase(Locale.ROOT), rows.getString(2));
            }
            return variables;
        }
    }

    static FicusException failure(SQLException e, String what) {
        return SqlFailures.onStatement(
                e, "MySQL, " + what, ErrorCode.CONNECTION_LOST, "check the server, then run the command again");
    }
}
