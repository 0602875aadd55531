package dev.ficus.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ficus.core.jdbc.Connections;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FaultProxyIT {
    @ParameterizedTest
    @EnumSource(names = {"POSTGRES", "MYSQL"})
    void answerToCommitIsLostAndTheCommitIsDone(DatabaseKind kind) throws Exception {
        DatabaseSettings direct = SharedServers.server(kind).freshDatabase("proxied");
        try (FaultProxy proxy = FaultProxy.before(direct);
                Connection writing = Connections.open(proxy.through(direct), new Properties())) {
            execute(writing, "CREATE TABLE t (id INT PRIMARY KEY)");
            writing.setAutoCommit(false);
            for (int i = 1; i <= 10; i++) {
                execute(writing, "INSERT INTO t VALUES (" + i + ")");
                writing.commit();
            }
            proxy.forgetCommits(1);
            execute(writing, "INSERT INTO t VALUES (11)");
            assertThat(proxy.forgotten()).as("an INSERT is no COMMIT").isZero();

            assertThatThrownBy(writing::commit).isInstanceOf(SQLException.class);
            assertThat(proxy.forgotten()).isEqualTo(1);
            assertThat(rows(direct)).as("the server has committed").isEqualTo(11);
            assertThat(rows(proxy.through(direct)))
                    .as("new connections go through")
                    .isEqualTo(11);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRES", "MYSQL"})
    void connectionsAreCutRefusedAndDelayed(DatabaseKind kind) throws Exception {
        DatabaseSettings direct = SharedServers.server(kind).freshDatabase("proxied");
        try (FaultProxy proxy = FaultProxy.before(direct)) {
            try (Connection open = Connections.open(proxy.through(direct), new Properties())) {
                execute(open, "CREATE TABLE t (id INT PRIMARY KEY)");
                assertThat(proxy.cut()).isEqualTo(1);
                assertThatThrownBy(() -> execute(open, "SELECT 1")).isInstanceOf(SQLException.class);
            }
            proxy.refuse(true);
            assertThatThrownBy(() -> rows(proxy.through(direct))).hasMessageContaining("proxied");
            proxy.resume();
            proxy.delay(Duration.ofMillis(30));
            long began = System.nanoTime();
            assertThat(rows(proxy.through(direct))).isZero();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(60));
        }
    }

    private static long rows(DatabaseSettings database) throws SQLException {
        try (Connection connection = Connections.open(database, new Properties());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM t")) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
