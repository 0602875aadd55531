package dev.ficus.migrations.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ficus.core.history.MigrationPlan.StatementEffect;
import dev.ficus.core.jdbc.Connections;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.migrations.mysql.lint.MysqlLint;
import dev.ficus.sandbox.SharedServers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a plan says about algorithms, against the server: each statement is accepted with the clause
 * {@code ALGORITHM=..., LOCK=...} that the plan names, and refused with any lighter one.
 */
class AlgorithmTruthIT {
    private static final List<String> ALGORITHMS = List.of("INSTANT", "INPLACE", "COPY");
    private static final List<String> LOCKS = List.of("NONE", "SHARED");

    private Connection connection;

    @BeforeEach
    void makeTables() throws SQLException {
        DatabaseSettings database = SharedServers.server(DatabaseKind.MYSQL).freshDatabase("legacy");
        connection = Connections.open(database, new Properties());
        execute("CREATE TABLE customers (id bigint PRIMARY KEY, name varchar(50))");
        execute("CREATE TABLE orders (id bigint NOT NULL PRIMARY KEY, customer_id bigint, status varchar(10) NOT NULL,"
                + " note varchar(20), mood enum('sad','ok'), total decimal(10,2) NOT NULL, place point NOT NULL,"
                + " KEY by_status (status), KEY by_customer (customer_id),"
                + " CONSTRAINT known FOREIGN KEY (customer_id) REFERENCES customers (id)) CHARACTER SET utf8mb4");
        execute("CREATE TABLE plain (id bigint NOT NULL, n bigint NOT NULL, PRIMARY KEY (id))");
        execute("CREATE TABLE events (id bigint NOT NULL PRIMARY KEY) PARTITION BY RANGE (id)"
                + " (PARTITION p1 VALUES LESS THAN (10), PARTITION p2 VALUES LESS THAN (20))");
        execute("INSERT INTO orders SELECT seq, NULL, 'new', 'x', 'ok', 1, ST_GeomFromText('POINT(1 1)') FROM ("
                + "WITH RECURSIVE numbers AS (SELECT 1 AS seq UNION ALL SELECT seq + 1 FROM numbers WHERE seq < 500)"
                + " SELECT seq FROM numbers) AS n");
        execute("ANALYZE TABLE orders");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE orders ADD COLUMN a int",
                "ALTER TABLE orders ADD COLUMN a int NOT NULL DEFAULT 3",
                "ALTER TABLE orders ADD COLUMN a int AFTER id",
                "ALTER TABLE orders ADD COLUMN a int FIRST",
                "ALTER TABLE orders ADD COLUMN a int, ADD COLUMN b int",
                "ALTER TABLE orders ADD COLUMN a decimal(12,2) AS (total * 2) STORED",
                "ALTER TABLE orders ADD COLUMN a decimal(12,2) AS (total * 2) VIRTUAL",
                "ALTER TABLE orders DROP COLUMN note",
                "ALTER TABLE orders RENAME COLUMN note TO remark",
                "ALTER TABLE orders MODIFY COLUMN note varchar(30)",
                "ALTER TABLE orders MODIFY COLUMN note varchar(100)",
                "ALTER TABLE orders MODIFY COLUMN note varchar(10)",
                "ALTER TABLE orders MODIFY COLUMN note text",
                "ALTER TABLE orders MODIFY COLUMN total decimal(14,3) NOT NULL",
                "ALTER TABLE orders MODIFY COLUMN mood enum('sad','ok','happy')",
                "ALTER TABLE orders MODIFY COLUMN mood enum('ok','sad')",
                "ALTER TABLE orders MODIFY COLUMN note varchar(20) NOT NULL",
                "ALTER TABLE orders MODIFY COLUMN status varchar(10) NULL",
                "ALTER TABLE orders CHANGE COLUMN note note varchar(20) DEFAULT 'y'",
                "ALTER TABLE orders ALTER COLUMN status SET DEFAULT 'x'",
                "ALTER TABLE orders ADD INDEX by_note (note)",
                "ALTER TABLE orders ADD UNIQUE INDEX by_note (id, note)",
                "ALTER TABLE orders ADD SPATIAL INDEX by_place (place)",
                "ALTER TABLE orders ADD FULLTEXT INDEX in_note (note)",
                "ALTER TABLE orders DROP INDEX by_status",
                "ALTER TABLE orders RENAME INDEX by_status TO by_state",
                "ALTER TABLE plain DROP PRIMARY KEY",
                "ALTER TABLE plain DROP PRIMARY KEY, ADD PRIMARY KEY (n)",
                "ALTER TABLE orders ADD CONSTRAINT fk FOREIGN KEY (customer_id) REFERENCES customers (id)",
                "ALTER TABLE orders DROP FOREIGN KEY known",
                "ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0)",
                "ALTER TABLE orders CONVERT TO CHARACTER SET latin1",
                "ALTER TABLE orders DEFAULT CHARACTER SET latin1",
                "ALTER TABLE orders ENGINE=InnoDB",
                "ALTER TABLE orders FORCE",
                "ALTER TABLE orders ROW_FORMAT=COMPACT",
                "ALTER TABLE plain ENGINE=MyISAM",
                "ALTER TABLE orders AUTO_INCREMENT=1000",
                "ALTER TABLE orders COMMENT='x'",
                "ALTER TABLE plain PARTITION BY HASH (id) PARTITIONS 4",
            })
    void theServerTakesTheWayOfThePlanAndNoLighterOne(String statement) throws SQLException {
        String mode = MysqlLint.effects(connection).of(statement).locks().get(0).mode();
        String algorithm = mode.replaceFirst("ALGORITHM=(\\w+), LOCK=\\w+", "$1");
        String lock = mode.replaceFirst("ALGORITHM=\\w+, LOCK=(\\w+)", "$1");
        for (String lighter : ALGORITHMS.subList(0, ALGORITHMS.indexOf(algorithm))) {
            assertThat(refusal(statement, "ALGORITHM=" + lighter))
                    .as("%s, and %s is lighter", mode, lighter)
                    .isPresent();
        }
        if (!algorithm.equals("INSTANT")) {
            for (String lighter : LOCKS.subList(0, LOCKS.indexOf(lock))) {
                assertThat(refusal(statement, "ALGORITHM=" + algorithm + ", LOCK=" + lighter))
                        .as("%s, and LOCK=%s is lighter", mode, lighter)
                        .isPresent();
            }
        }
        String clause = "ALGORITHM=" + algorithm + (algorithm.equals("INSTANT") ? "" : ", LOCK=" + lock);
        assertThat(refusal(statement, clause)).as(mode).isEmpty();
    }

    @Test
    void rowsAreThoseOfTheOptimizerOrOfTheTable() throws SQLException {
        assertThat(MysqlLint.effects(connection)
                        .of("UPDATE orders SET note = 'y'")
                        .rows()
                        .orElseThrow())
                .isBetween(300L, 700L);
        assertThat(MysqlLint.effects(connection)
                        .of("DELETE FROM orders WHERE id = 5")
                        .rows())
                .hasValue(1);
        assertThat(MysqlLint.effects(connection)
                        .of("ALTER TABLE orders FORCE")
                        .rows()
                        .orElseThrow())
                .isBetween(300L, 700L);
        assertThat(MysqlLint.effects(connection).of("UPDATE nowhere SET x = 1").rows())
                .isEmpty();
    }

    @Test
    void anEstimateRunsNothing() throws SQLException {
        MysqlLint.effects(connection).of("DELETE FROM orders");
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM orders")) {
            rows.next();
            assertThat(rows.getLong(1)).isEqualTo(500);
        }
    }

    @Test
    void nothingIsSaidOfWhatIsNotUnderstood() throws SQLException {
        for (String statement :
                List.of("CALL p()", "/*!50001 DROP TABLE orders */", "DELETE FROM orders; DROP TABLE orders")) {
            assertThat(MysqlLint.effects(connection).of(statement)).isEqualTo(StatementEffect.UNKNOWN);
        }
    }

    /** The clause stands before what is done with partitions, and MariaDB has no place for it there. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ADD PARTITION (PARTITION p3 VALUES LESS THAN (30))",
                "DROP PARTITION p1",
                "REORGANIZE PARTITION p2 INTO (PARTITION a VALUES LESS THAN (15), PARTITION b VALUES LESS THAN (20))",
            })
    void partitionsAreChangedTheWayOfThePlan(String part) throws SQLException {
        String mode = MysqlLint.effects(connection)
                .of("ALTER TABLE events " + part)
                .locks()
                .get(0)
                .mode();
        String clause = "ALTER TABLE events ALGORITHM=%s, " + part;
        if (connection.getMetaData().getDatabaseProductVersion().contains("MariaDB")) {
            assertThatThrownBy(() -> execute(clause.formatted("INPLACE"))).hasMessageContaining("SQL syntax");
            return;
        }
        assertThatThrownBy(() -> execute(clause.formatted("INSTANT"))).hasMessageContaining("not supported");
        if (mode.contains("SHARED")) {
            assertThatThrownBy(() -> execute(clause.formatted("INPLACE, LOCK=NONE")))
                    .hasMessageContaining("not supported");
        }
        execute(clause.formatted(mode.replace("ALGORITHM=", "")));
    }

    /** What the server says against it; a statement that it accepts has then run. */
    private Optional<String> refusal(String statement, String clause) throws SQLException {
        String with = statement.contains("PARTITION BY")
                ? statement.replace("PARTITION BY", clause + " PARTITION BY")
                : statement + ", " + clause;
        try {
            execute(with);
            return Optional.empty();
        } catch (SQLException e) {
            assertThat(e.getMessage().toUpperCase(Locale.ROOT)).as(with).containsAnyOf("NOT SUPPORTED", "CANNOT");
            return Optional.of(e.getMessage());
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
