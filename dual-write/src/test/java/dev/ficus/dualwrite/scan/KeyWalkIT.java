package dev.ficus.dualwrite.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.dualwrite.StranglerFixture;
import dev.ficus.dualwrite.table.Table;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyWalkIT {
    private static final StranglerFixture FIXTURE = StranglerFixture.fresh();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ints          | a INT                          | a    | (-2),(-1),(0),(1),(2),(3),(4)
                    naturals      | a BIGINT UNSIGNED              | a    | (0),(1),(9223372036854775807),(9223372036854775808),(18446744073709551615)
                    decimals      | a DECIMAL(30,10)               | a    | (-1.5),(0),(0.0000000001),(12345678901234567890.0123456789),(12345678901234567890.0123456790)
                    floats        | a FLOAT                        | a    | (-1.5),(0),(0.1),(16777216),(3.4e38)
                    doubles       | a DOUBLE                       | a    | (-1.5),(0),(0.1),(0.30000000000000004),(5e-324)
                    texts         | a VARCHAR(20) COLLATE utf8mb4_unicode_ci | a | ('a'),('B'),('c '),('D'),('ä1'),(''),('zz')
                    latins        | a VARCHAR(20) CHARACTER SET latin1 | a | ('a'),('B'),('c'),('é'),(''),('zz')
                    nuls          | a VARCHAR(20) COLLATE utf8mb4_bin | a    | ('a'),(concat('a',char(0))),(concat('a',char(0),'b')),(''),('zz')
                    bytes         | a VARBINARY(20)                | a    | (x''),(x'00'),(x'0000'),(x'FF'),(x'FF00'),(x'80')
                    enums         | a ENUM('z','m','a')            | a    | ('z'),('m'),('a')
                    sets          | a SET('z','m','a')             | a    | (''),('z'),('m'),('z,m'),('a'),('z,a')
                    bits          | a BIT(64)                      | a    | (b'0'),(b'1'),(b'10'),(18446744073709551615),(9223372036854775808)
                    years         | a YEAR                         | a    | ('0000'),('1901'),('2000'),('2155')
                    dates         | a DATE                         | a    | ('0001-01-01'),('1999-12-31'),('2024-02-29'),('9999-12-31')
                    datetimes     | a DATETIME(6)                  | a    | ('1000-01-01'),('2024-01-01 00:00:00.000001'),('2024-01-01 00:00:00.000002'),('9999-12-31')
                    timestamps    | a TIMESTAMP(6)                 | a    | ('1970-01-01 00:00:01'),('2024-01-01 00:00:00.000001'),('2024-01-01 00:00:00.000002'),('2038-01-19')
                    times         | a TIME(6)                      | a    | ('-838:59:59'),('-00:00:01'),('00:00:00'),('00:00:00.000001'),('838:59:59')
                    pairs         | a INT, b VARCHAR(9)            | a, b | (1,'a'),(1,'B'),(1,'c'),(2,''),(2,'a'),(3,'z'),(3,'zz')
                    """)
    void everyRowIsInExactlyOneRange(String name, String columns, String key, String rows) throws SQLException {
        FIXTURE.mysql(
                "CREATE TABLE " + name + " (" + columns + ", PRIMARY KEY (" + key + ")) DEFAULT CHARSET utf8mb4",
                "INSERT INTO " + name + " VALUES " + rows);
        Table table = FIXTURE.tables(name).get(0);
        try (Connection connection = FIXTURE.mysql().open()) {
            for (int size = 1; size <= 3; size++) {
                assertThat(walked(connection, table, size))
                        .as("ranges of %d", size)
                        .containsExactlyElementsOf(FIXTURE.mysqlRows("SELECT hex(concat_ws('|'," + key + ")) FROM "
                                + name + " ORDER BY " + KeyWalk.order(table).replace(KeyWalk.ALIAS + ".", "")));
            }
        }
    }

    private static List<String> walked(Connection connection, Table table, int size) throws SQLException {
        KeyWalk walk = new KeyWalk(connection, table);
        List<String> seen = new ArrayList<>();
        boolean more = true;
        while (more) {
            more = walk.next(size);
            String key = String.join(
                    ",", table.key().stream().map(c -> c.mysqlName()).toList());
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT hex(concat_ws('|'," + key + ")) FROM "
                            + table.mysqlName() + " AS " + KeyWalk.ALIAS + " WHERE " + walk.condition() + " ORDER BY "
                            + KeyWalk.order(table))) {
                while (row.next()) {
                    seen.add(row.getString(1));
                }
            }
            more = more && walk.isMore();
        }
        return seen;
    }
}
