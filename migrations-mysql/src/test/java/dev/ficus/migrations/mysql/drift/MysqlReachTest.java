package dev.ficus.migrations.mysql.drift;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.migrations.sql.drift.Reach;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MysqlReachTest {
    private final MysqlReach reach = new MysqlReach(Set.of("shop", "mysql"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO shop.orders VALUES (1)",
                "ALTER TABLE `Shop` . `orders` ADD a int",
                "DELETE FROM /* x */ mysql.user",
                "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW DELETE FROM shop.b",
                "RENAME TABLE a TO shop.b",
                "/*!50001 DROP TABLE shop.orders */",
                "USE shop",
                "use other",
                "DROP DATABASE other",
                "CREATE OR REPLACE SCHEMA other",
                "CREATE TABLE a (id int); SET GLOBAL max_connections = 5"
            })
    void whatReachesAnotherDatabaseIsRefused(String sql) {
        assertThat(reach.of(sql)).isInstanceOf(Reach.Elsewhere.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    CREATE USER ana                       | CREATE USER
                    CREATE OR REPLACE ROLE r              | CREATE ROLE
                    GRANT ALL ON *.* TO ana               | GRANT
                    SET GLOBAL max_connections = 5        | SET
                    SET @@GLOBAL.max_connections = 5      | SET
                    SET @a = 1, GLOBAL max_connections=5  | SET GLOBAL
                    FLUSH TABLES                          | FLUSH
                    START REPLICA                         | START
                    CREATE FUNCTION f RETURNS int SONAME 'x.so' | CREATE FUNCTION
                    """)
    void whatTheWholeServerSharesIsLeftOut(String sql, String what) {
        assertThat(reach.of(sql)).isEqualTo(new Reach.Server(what));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE orders (shop int)",
                "SELECT o.shop FROM orders o",
                "INSERT INTO orders VALUES ('shop.orders')",
                "START TRANSACTION",
                "SET @a = 1",
                "SET NAMES utf8mb4",
                "ALTER TABLE a ALTER b SET DEFAULT 1",
                "UPDATE a SET user = 1",
                "-- USE shop\nSELECT 1",
                ""
            })
    void whatStaysInTheDatabaseRuns(String sql) {
        assertThat(reach.of(sql)).isEqualTo(Reach.INSIDE);
    }

    @Test
    void theNameOfTheDatabaseGoesOutOfDefinitionsAndStaysInStrings() {
        HomeName home = new HomeName("shop");
        assertThat(home.removed("select `shop`.`o`.`id`, 'it''s `shop`.' from `shop`.`o` join `other`.`o`"))
                .isEqualTo("select `o`.`id`, 'it''s `shop`.' from `o` join `other`.`o`");
        String longText = "'" + "\\'".repeat(100_000) + "`shop`.' `shop`.`a`";
        assertThat(home.removed(longText)).endsWith("`shop`.' `a`");
    }
}
