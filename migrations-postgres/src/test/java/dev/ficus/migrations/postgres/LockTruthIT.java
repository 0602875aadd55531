package dev.ficus.migrations.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.history.MigrationPlan.ObjectLock;
import dev.ficus.core.history.MigrationPlan.StatementEffect;
import dev.ficus.core.jdbc.Connections;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.migrations.postgres.lint.PostgresLint;
import dev.ficus.sandbox.SharedServers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a plan says about locks, against the locks that the server really takes: each statement runs in a transaction,
 * {@code pg_locks} is read, and the transaction is rolled back.
 */
class LockTruthIT {
    private static final String SCHEMA = """
            CREATE TYPE mood AS ENUM ('sad', 'ok');
            CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
            CREATE FUNCTION calm() RETURNS int STABLE LANGUAGE sql AS 'SELECT 1';
            CREATE TABLE customers (id bigint PRIMARY KEY, name text);
            CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, status varchar(10), total numeric(10, 2),
                note text, at timestamp(3), checked int CHECK (checked IS NOT NULL));
            INSERT INTO customers SELECT n, 'c' FROM generate_series(1, 100) n;
            INSERT INTO orders SELECT n, n % 100 + 1, 'new', 1, 'x', now(), 1 FROM generate_series(1, 1000) n;
            CREATE INDEX by_status ON orders (status);
            CREATE UNIQUE INDEX by_id ON orders (id);
            ALTER TABLE orders ADD CONSTRAINT loose CHECK (total > 0) NOT VALID;
            CREATE TABLE events (at date NOT NULL, body text) PARTITION BY RANGE (at);
            CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
            CREATE TABLE events_2026 (at date NOT NULL, body text);
            CREATE MATERIALIZED VIEW totals AS SELECT id % 10 AS part, count(*) AS number FROM customers GROUP BY 1;
            CREATE UNIQUE INDEX by_part ON totals (part);
            CREATE VIEW names AS SELECT name FROM customers;
            CREATE SEQUENCE numbers;
            CREATE TRIGGER t BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION f();
            ANALYZE;
            """;

    private static DatabaseSettings database;
    private static Connection connection;

    @BeforeAll
    static void makeTables() throws SQLException {
        database = SharedServers.server(DatabaseKind.POSTGRES).freshDatabase("primary");
        connection = Connections.open(database, new Properties());
        try (Statement statement = connection.createStatement()) {
            statement.execute(SCHEMA);
        }
    }

    @AfterAll
    static void close() throws SQLException {
        connection.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE INDEX i ON orders (total)",
                "DROP INDEX by_status",
                "REINDEX TABLE orders",
                "REINDEX INDEX by_status",
                "ALTER INDEX by_status RENAME TO by_state",
                "ALTER TABLE orders ADD COLUMN n int",
                "ALTER TABLE orders ADD COLUMN n int NOT NULL DEFAULT 3",
                "ALTER TABLE orders ADD COLUMN n uuid DEFAULT gen_random_uuid()",
                "ALTER TABLE orders ADD COLUMN n bigserial",
                "ALTER TABLE orders ADD COLUMN n bigint REFERENCES customers (id)",
                "ALTER TABLE orders DROP COLUMN note",
                "ALTER TABLE orders RENAME COLUMN note TO remark",
                "ALTER TABLE orders RENAME TO purchases",
                "ALTER TABLE orders ALTER COLUMN id TYPE numeric",
                "ALTER TABLE orders ALTER COLUMN status TYPE varchar(20)",
                "ALTER TABLE orders ALTER COLUMN status SET NOT NULL",
                "ALTER TABLE orders ALTER COLUMN status SET DEFAULT 'x'",
                "ALTER TABLE orders ALTER COLUMN status SET STATISTICS 500",
                "ALTER TABLE orders ALTER COLUMN note SET STORAGE EXTERNAL",
                "ALTER TABLE orders ALTER COLUMN status SET (n_distinct = 3)",
                "ALTER TABLE orders ADD CONSTRAINT c CHECK (total > 0)",
                "ALTER TABLE orders ADD CONSTRAINT c CHECK (total > 0) NOT VALID",
                "ALTER TABLE orders ADD CONSTRAINT fk FOREIGN KEY (customer_id) REFERENCES customers (id)",
                "ALTER TABLE orders ADD CONSTRAINT fk FOREIGN KEY (customer_id) REFERENCES customers (id) NOT VALID",
                "ALTER TABLE orders ADD CONSTRAINT u UNIQUE (id, note)",
                "ALTER TABLE orders ADD CONSTRAINT u UNIQUE USING INDEX by_id",
                "ALTER TABLE orders ADD CONSTRAINT e EXCLUDE USING btree (id WITH =)",
                "ALTER TABLE orders VALIDATE CONSTRAINT loose",
                "ALTER TABLE orders DROP CONSTRAINT loose",
                "ALTER TABLE orders SET (autovacuum_enabled = false)",
                "ALTER TABLE orders CLUSTER ON orders_pkey",
                "ALTER TABLE orders SET UNLOGGED",
                "ALTER TABLE orders DISABLE TRIGGER t",
                "ALTER TABLE orders ENABLE ROW LEVEL SECURITY",
                "ALTER TABLE orders REPLICA IDENTITY FULL",
                "ALTER TABLE orders OWNER TO CURRENT_USER",
                "ALTER TABLE events ATTACH PARTITION events_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
                "ALTER TABLE events DETACH PARTITION events_2025",
                "CREATE TABLE events_2027 PARTITION OF events FOR VALUES FROM ('2027-01-01') TO ('2028-01-01')",
                "CREATE TABLE lines (id bigint PRIMARY KEY, order_id bigint REFERENCES orders (id))",
                "CREATE TABLE copies AS SELECT 1 AS one",
                "DROP TABLE orders CASCADE",
                "TRUNCATE orders",
                "LOCK TABLE orders IN SHARE ROW EXCLUSIVE MODE",
                "LOCK TABLE orders",
                "CLUSTER orders USING orders_pkey",
                "ANALYZE orders",
                "REFRESH MATERIALIZED VIEW totals",
                "REFRESH MATERIALIZED VIEW CONCURRENTLY totals",
                "CREATE TRIGGER t2 BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION f()",
                "CREATE POLICY p ON orders USING (true)",
                "CREATE OR REPLACE VIEW names AS SELECT name FROM customers",
                "DROP VIEW names",
                "ALTER SEQUENCE numbers RESTART WITH 100",
                "COMMENT ON TABLE orders IS 'x'",
                "COMMENT ON COLUMN orders.note IS 'x'",
                "ALTER TYPE mood ADD VALUE 'happy'",
                "CREATE FUNCTION g() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$",
                "INSERT INTO orders (id, checked) VALUES (5000, 1)",
                "UPDATE orders SET note = 'y' WHERE id = 1",
                "UPDATE orders SET note = 'y'",
                "DELETE FROM orders WHERE id = 1",
                "SELECT count(*) FROM orders",
                "SELECT * FROM orders WHERE id = 1 FOR UPDATE",
                "INSERT INTO customers SELECT id + 1000, note FROM orders",
            })
    void thePlanNamesTheLocksThatTheServerTakes(String statement) throws SQLException {
        StatementEffect effect = PostgresLint.effects(connection).of(statement);
        assertThat(effect.known()).isTrue();
        Map<String, String> said = effect.locks().stream()
                .collect(Collectors.toMap(LockTruthIT::bareName, ObjectLock::mode, (one, other) -> one, TreeMap::new));
        Map<String, String> taken = locksOf(statement);
        // What hangs on a table (indexes, sequences, partitions, tables that point to it) is told with the table.
        taken.keySet().removeIf(name -> !said.containsKey(name) && !TABLES.contains(name));
        assertThat(said).as(statement).isEqualTo(taken);
    }

    /** Only DDL of the strongest kind would wait for it, so a plan does not name it. */
    @Test
    void grantTakesNothingBefore18AndTheWeakestLockSince() throws SQLException {
        String grant = "GRANT SELECT ON orders TO PUBLIC";
        assertThat(PostgresLint.effects(connection).of(grant).locks()).isEmpty();
        assertThat(locksOf(grant))
                .isEqualTo(
                        connection.getMetaData().getDatabaseMajorVersion() < 18
                                ? Map.of()
                                : Map.of("orders", "ACCESS SHARE"));
    }

    private static final List<String> TABLES = List.of("orders", "customers", "events", "events_2026");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE orders ALTER COLUMN status TYPE varchar(20)",
                "ALTER TABLE orders ALTER COLUMN status TYPE varchar(5)",
                "ALTER TABLE orders ALTER COLUMN status TYPE text",
                "ALTER TABLE orders ALTER COLUMN note TYPE varchar",
                "ALTER TABLE orders ALTER COLUMN note TYPE varchar(100)",
                "ALTER TABLE orders ALTER COLUMN total TYPE numeric(12,2)",
                "ALTER TABLE orders ALTER COLUMN total TYPE numeric(12,3)",
                "ALTER TABLE orders ALTER COLUMN total TYPE numeric",
                "ALTER TABLE orders ALTER COLUMN at TYPE timestamp(6)",
                "ALTER TABLE orders ALTER COLUMN at TYPE timestamp(0)",
                "ALTER TABLE orders ALTER COLUMN id TYPE int",
                "ALTER TABLE orders ALTER COLUMN status TYPE varchar(20) USING trim(status)",
                "ALTER TABLE orders ADD COLUMN n int DEFAULT 3",
                "ALTER TABLE orders ADD COLUMN n timestamptz DEFAULT now()",
                "ALTER TABLE orders ADD COLUMN n int DEFAULT calm()",
                "ALTER TABLE orders ADD COLUMN n float8 DEFAULT random()",
                "ALTER TABLE orders ADD COLUMN n bigint GENERATED ALWAYS AS IDENTITY",
                "ALTER TABLE orders ADD COLUMN n numeric GENERATED ALWAYS AS (total * 2) STORED",
                "ALTER TABLE orders ADD CONSTRAINT c CHECK (total > 0)",
                "ALTER TABLE orders SET UNLOGGED",
                "CLUSTER orders USING orders_pkey",
            })
    void thePlanSaysThatATableIsRewrittenWhereTheServerRewritesIt(String statement) throws SQLException {
        boolean said = PostgresLint.effects(connection).of(statement).locks().stream()
                .anyMatch(lock -> lock.meaning().contains("rewritten"));
        assertThat(said).as(statement).isEqualTo(rewrites(statement));
    }

    @Test
    void aValidatedCheckSparesTheScanOfSetNotNull() throws SQLException {
        assertThat(meaning("ALTER TABLE orders ALTER COLUMN checked SET NOT NULL"))
                .doesNotContain("rows are read");
        assertThat(meaning("ALTER TABLE orders ALTER COLUMN status SET NOT NULL"))
                .contains("all rows are read");
    }

    @Test
    void rowsAreThoseOfThePlannerOrOfTheTable() throws SQLException {
        assertThat(PostgresLint.effects(connection)
                        .of("UPDATE orders SET note = 'y'")
                        .rows())
                .hasValue(1000);
        assertThat(PostgresLint.effects(connection)
                        .of("DELETE FROM orders WHERE id = 5")
                        .rows())
                .hasValue(1);
        assertThat(PostgresLint.effects(connection)
                        .of("CREATE INDEX i ON orders (note)")
                        .rows())
                .hasValue(1000);
        assertThat(PostgresLint.effects(connection)
                        .of("UPDATE nowhere SET x = 1")
                        .rows())
                .isEmpty();
    }

    @Test
    void anEstimateRunsNothing() throws SQLException {
        PostgresLint.effects(connection).of("DELETE FROM orders");
        PostgresLint.effects(connection).of("WITH gone AS (DELETE FROM orders RETURNING id) SELECT * FROM gone");
        assertThat(count()).isEqualTo(1000);
    }

    @Test
    void nothingIsSaidOfWhatIsNotUnderstood() throws SQLException {
        for (String statement :
                List.of("DO $$ BEGIN DELETE FROM orders; END $$", "DELETE FROM orders; DROP TABLE orders")) {
            assertThat(PostgresLint.effects(connection).of(statement)).isEqualTo(StatementEffect.UNKNOWN);
        }
        assertThat(count()).isEqualTo(1000);
    }

    private static String meaning(String statement) throws SQLException {
        return PostgresLint.effects(connection).of(statement).locks().get(0).meaning();
    }

    private static String bareName(ObjectLock lock) {
        return lock.object().substring(lock.object().lastIndexOf(' ') + 1);
    }

    private static long count() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM orders")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** The strongest mode on each relation that was there before. */
    private static Map<String, String> locksOf(String statement) throws SQLException {
        List<String> modes = List.of(
                "ACCESS SHARE",
                "ROW SHARE",
                "ROW EXCLUSIVE",
                "SHARE UPDATE EXCLUSIVE",
                "SHARE",
                "SHARE ROW EXCLUSIVE",
                "EXCLUSIVE",
                "ACCESS EXCLUSIVE");
        Map<Long, String> before = relations();
        Map<String, String> taken = new TreeMap<>();
        connection.setAutoCommit(false);
        try (Statement work = connection.createStatement()) {
            work.execute(statement);
            try (ResultSet locks = work.executeQuery(
                    "SELECT relation::bigint, mode FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'relation'")) {
                while (locks.next()) {
                    String name = before.get(locks.getLong(1));
                    String mode = locks.getString(2)
                            .replace("Lock", "")
                            .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                            .toUpperCase(java.util.Locale.ROOT);
                    if (name != null) {
                        taken.merge(
                                name, mode, (one, other) -> modes.indexOf(one) > modes.indexOf(other) ? one : other);
                    }
                }
            }
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
        return taken;
    }

    private static Map<Long, String> relations() throws SQLException {
        Map<Long, String> relations = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT oid::bigint, relname FROM pg_class WHERE relnamespace = 'public'::regnamespace")) {
            while (rows.next()) {
                relations.put(rows.getLong(1), rows.getString(2));
            }
        }
        return relations;
    }

    private static boolean rewrites(String statement) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement work = connection.createStatement()) {
            Optional<String> before = file(work);
            work.execute(statement);
            return !before.equals(file(work));
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private static Optional<String> file(Statement statement) throws SQLException {
        List<String> files = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("SELECT pg_relation_filenode('orders')")) {
            while (rows.next()) {
                files.add(rows.getString(1));
            }
        }
        return files.stream().findFirst();
    }
}
