package dev.ficus.migrations.postgres.drift;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.migrations.sql.drift.Reach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresReachTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    CREATE ROLE a                            | CREATE ROLE
                    -- x\\n  alter user a SET search_path = b | ALTER USER
                    ALTER SYSTEM SET work_mem = '1MB'        | ALTER SYSTEM
                    ALTER DATABASE shop SET a = b            | ALTER DATABASE
                    DROP OWNED BY a                          | DROP OWNED
                    COMMENT ON ROLE a IS 'b'                 | COMMENT ON ROLE
                    GRANT admin TO ana                       | GRANT
                    REVOKE ALL ON DATABASE shop FROM public  | REVOKE ON DATABASE
                    CREATE SUBSCRIPTION s CONNECTION 'x'     | CREATE SUBSCRIPTION
                    DROP ROLE a; DROP ROLE b;                | DROP ROLE
                    """)
    void whatAllDatabasesShareIsLeftOut(String sql, String what) {
        assertThat(PostgresReach.of(sql.replace("\\n", "\n"))).isEqualTo(new Reach.Server(what));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE role (id int)",
                "GRANT SELECT ON TABLE role TO ana",
                "REVOKE ALL ON orders FROM ana",
                "CREATE USER MAPPING FOR ana SERVER s",
                "DROP TABLE a; COMMENT ON TABLE b IS 'CREATE ROLE c'",
                "SELECT 'x; DROP DATABASE shop'",
                "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$ DROP ROLE a $$",
                ""
            })
    void whatStaysInTheDatabaseRuns(String sql) {
        assertThat(PostgresReach.of(sql)).isEqualTo(Reach.INSIDE);
    }

    @ParameterizedTest
    @ValueSource(strings = "CREATE TABLE a (id int); ALTER SYSTEM SET work_mem = '1MB'")
    void aStatementThatDoesBothIsRefused(String sql) {
        assertThat(PostgresReach.of(sql))
                .isEqualTo(new Reach.Elsewhere(
                        "ALTER SYSTEM reaches beyond the database, together with other statements"));
    }
}
