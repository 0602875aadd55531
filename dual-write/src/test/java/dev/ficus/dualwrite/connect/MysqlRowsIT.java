package dev.ficus.dualwrite.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.jdbc.SqlFailures;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.sandbox.SharedServers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MysqlRowsIT {
    private static final String DIGITS = "(SELECT 0 n UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4"
            + " UNION SELECT 5 UNION SELECT 6 UNION SELECT 7 UNION SELECT 8 UNION SELECT 9)";
    /** Ten thousand rows, more than the buffers of all who stand on the way. */
    private static final String MANY = "SELECT a.n + 10 * b.n + 100 * c.n + 1000 * d.n, repeat('x', 1000) FROM "
            + DIGITS + " a, " + DIGITS + " b, " + DIGITS + " c, " + DIGITS + " d";

    private static final String CIPHER = "SHOW SESSION STATUS LIKE 'Ssl_cipher'";

    private final DatabaseSettings settings =
            SharedServers.server(DatabaseKind.MYSQL).freshDatabase("rows");
    private final MysqlServer server = new MysqlServer(settings);

    @Test
    void cellsOfEveryLengthAndNullAreRead() throws SQLException {
        try (MysqlRows rows = new MysqlRows(server)) {
            assertThat(read(rows, "SELECT '', NULL, 'a', repeat('b', 250), repeat('c', 251), repeat('d', 70000), NULL"))
                    .containsExactly("", "~", "a", "b".repeat(250), "c".repeat(251), "d".repeat(70_000), "~");
            assertThat(read(rows, "SELECT 1 FROM (SELECT 1) t WHERE 1 = 0")).isEmpty();
            assertThat(read(rows, "SELECT 2")).as("the connection serves again").containsExactly("2");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sslMode=DISABLED", "sslMode=PREFERRED", "sslMode=DISABLED&useCompression=true"})
    void whatTheUrlAsksOfTheConnectionHoldsForTheRows(String asked) throws SQLException {
        String url = settings.url().replace("sslMode=DISABLED", asked);
        assertThat(url).contains(asked);
        DatabaseSettings other = new DatabaseSettings(
                settings.name(), settings.kind(), url, settings.user(), settings.password(), Optional.empty());
        try (MysqlRows rows = new MysqlRows(new MysqlServer(other))) {
            rows.query(MANY);
            assertThat(count(rows)).isEqualTo(10_000);
            assertThat(read(rows, CIPHER).get(1))
                    .as("TLS where any other connection has it")
                    .isEqualTo(cipher(new MysqlServer(other)));
        }
    }

    @Test
    void sessionIsThatOfEveryOtherConnection() throws SQLException {
        String sql = "SELECT @@session.time_zone, @@session.sql_mode, @@session.character_set_client,"
                + " @@session.character_set_results, @@session.collation_connection";
        List<String> other = new ArrayList<>();
        try (Connection connection = server.open();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            for (int i = 1; i <= 5; i++) {
                other.add(String.valueOf(row.getString(i)));
            }
        }
        try (MysqlRows rows = new MysqlRows(server)) {
            assertThat(read(rows, sql)).isEqualTo(other).startsWith("+00:00");
            assertThat(read(rows, "SELECT @@session.net_write_timeout")).containsExactly("86400");
        }
    }

    @Test
    void errorOfTheServerKeepsTheConnectionAndItsNumber() throws SQLException {
        try (MysqlRows rows = new MysqlRows(server)) {
            long connection =
                    Long.parseLong(read(rows, "SELECT connection_id()").get(0));
            SQLException missing = catchThrowableOfType(SQLException.class, () -> rows.query("SELECT * FROM nothing"));
            assertThat(missing.getErrorCode()).isEqualTo(1146);
            assertThat(missing.getSQLState()).isEqualTo("42S02");
            assertThat(missing.getMessage()).contains("nothing");
            assertThat(read(rows, "SELECT connection_id()")).containsExactly(Long.toString(connection));
        }
    }

    @Test
    void rowsThatNobodyReadsEndWithTheirConnection() throws SQLException {
        try (MysqlRows rows = new MysqlRows(server)) {
            String connection = read(rows, "SELECT connection_id()").get(0);
            rows.query(MANY);
            rows.next();
            assertThat(read(rows, "SELECT connection_id()").get(0)).isNotEqualTo(connection);
        }
        MysqlRows left = new MysqlRows(server);
        left.query(MANY);
        left.close();
        left.close();
    }

    @Test
    void brokenConnectionIsToldAsLost() throws SQLException {
        try (MysqlRows rows = new MysqlRows(server);
                Connection other = server.open();
                Statement statement = other.createStatement()) {
            String connection = read(rows, "SELECT connection_id()").get(0);
            rows.query(MANY.replace("1000)", "100000)"));
            rows.next();
            statement.execute("KILL " + connection);
            SQLException lost = catchThrowableOfType(SQLException.class, () -> count(rows));
            assertThat(SqlFailures.onStatement(lost, "here", ErrorCode.BACKFILL_FAILED, "fix")
                            .code())
                    .isEqualTo(ErrorCode.CONNECTION_LOST);
            assertThat(read(rows, "SELECT 1")).as("a new connection").containsExactly("1");
        }
    }

    @Test
    void statementWithoutRowsIsRefused() throws SQLException {
        try (MysqlRows rows = new MysqlRows(server)) {
            assertThatThrownBy(() -> rows.query("SET @a = 1")).isInstanceOf(SQLException.class);
            assertThat(read(rows, "SELECT @a")).containsExactly("1");
        }
    }

    private static String cipher(MysqlServer server) throws SQLException {
        try (Connection connection = server.open();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(CIPHER)) {
            row.next();
            return row.getString(2);
        }
    }

    private static long count(MysqlRows rows) throws SQLException {
        long count = 0;
        while (rows.next()) {
            count++;
        }
        return count;
    }

    private static List<String> read(MysqlRows rows, String sql) throws SQLException {
        rows.query(sql);
        List<String> cells = new ArrayList<>();
        while (rows.next()) {
            for (int i = 0; i < rows.columns(); i++) {
                cells.add(
                        rows.start(i) < 0
                                ? "~"
                                : new String(
                                        rows.bytes(),
                                        rows.start(i),
                                        rows.end(i) - rows.start(i),
                                        StandardCharsets.UTF_8));
            }
        }
        return cells;
    }
}
