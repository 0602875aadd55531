package dev.ficus.dualwrite.schema;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.dualwrite.StranglerFixture;
import dev.ficus.dualwrite.table.Column;
import dev.ficus.dualwrite.table.Table;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** Every kind of expression that is converted, computed by both servers over values that tempt them to differ. */
class ExpressionConverterIT {
    private static final String BASE = "id INT PRIMARY KEY, a INT, b BIGINT, u INT UNSIGNED, c DECIMAL(20,4),"
            + " s VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, d DATE, m DATETIME(6), f BIT(1)";
    private static final List<String> ROWS = List.of(
            "1, 0, 0, 0, 0, '', '2024-02-29', '2024-02-29 23:59:59.999999', b'0'",
            "2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL",
            "3, -2147483648, -9223372030000000000, 4294967295, -9999999999999999.9999, ' a ', '1000-01-01', '9999-12-31 00:00:00', b'1'",
            "4, 2147483647, 9223372030000000000, 1, 2.5, 'A', '2023-12-31', '2023-01-01 00:00:00', b'1'",
            "5, -7, 3, 3, -2.5, 'a', '2020-06-15', '2020-06-15 12:30:45.5', b'0'",
            "6, 7, -3, 2, 0.5, 'a  ', '2020-01-01', '2020-01-01 00:00:00', b'1'",
            "7, 5, 0, 7, -0.5, '\u00e4\ud83d\ude00\u00df%_x', '2020-01-02', '2020-01-01 00:00:00.000001', b'0'",
            "8, 1, 1, 1, 1.0001, 'it''s', '2019-12-31', '2019-12-31 23:59:59', b'1'");

    /** A type, then the expression. */
    private static final List<String> EXPRESSIONS = List.of(
            "decimal(40,4)|a + b",
            "decimal(40,4)|a * 3 - b + c",
            "decimal(40,6)|c * 1.25",
            "decimal(40,6)|-a - -c",
            "bigint|a DIV 2",
            "bigint|a DIV b",
            "bigint|a MOD 3",
            "bigint|a % b",
            "decimal(40,4)|mod(c, 0.3)",
            "bigint|c + 0",
            "int|a > b",
            "int|a <> 3 OR b <=> NULL",
            "int|NOT (a BETWEEN -7 AND 5)",
            "int|a NOT BETWEEN 0 AND u",
            "int|a IN (1, 5, NULL)",
            "int|a NOT IN (1, 5)",
            "int|a IS NULL",
            "int|NOT a",
            "int|a AND u",
            "int|a XOR (u > 2)",
            "int|(a > 0) + (b > 0)",
            "int|f",
            "int|NOT f OR a = 1",
            "decimal(30,4)|CASE WHEN a > 3 THEN c WHEN a < -3 THEN u ELSE 0 END",
            "int|CASE u WHEN 1 THEN 10 WHEN 3 THEN 30 END",
            "decimal(30,4)|IF(a IS NULL, 0, c)",
            "int|IFNULL(a, 0) = 0",
            "decimal(30,4)|COALESCE(NULL, a, c, 0)",
            "int|NULLIF(a, 5)",
            "decimal(30,4)|GREATEST(a, c, 1)",
            "decimal(30,4)|LEAST(a, u)",
            "decimal(30,4)|ABS(c)",
            "bigint|ROUND(c)",
            "decimal(30,4)|ROUND(c, 2)",
            "decimal(30,4)|TRUNCATE(c, 1)",
            "bigint|FLOOR(c)",
            "bigint|CEIL(c)",
            "varchar(200)|CONCAT(s, 'it''s \\\\ \"x\"', a)",
            "varchar(200)|CONCAT(s, a > 0, u)",
            "varchar(200)|LEFT(s, 2)",
            "varchar(200)|RIGHT(s, 3)",
            "varchar(200)|RIGHT(s, 0)",
            "varchar(200)|SUBSTRING(s, 2)",
            "varchar(200)|SUBSTRING(s, 2, 1)",
            "int|CHAR_LENGTH(s)",
            "varchar(200)|TRIM(s)",
            "varchar(200)|LTRIM(s)",
            "varchar(200)|RTRIM(s)",
            "int|s = 'a'",
            "int|s <> ''",
            "int|s IN ('a', 'it''s')",
            "int|s LIKE 'a%'",
            "int|s LIKE '%\\%\\_x'",
            "int|s NOT LIKE '_'",
            "varchar(200)|NULLIF(s, 'A')",
            "varchar(200)|IF(s = '', 'none', s)",
            "varchar(200)|CAST(a AS CHAR)",
            "int|YEAR(d) * 100 + MONTH(d)",
            "int|DAY(m)",
            "int|QUARTER(d)",
            "int|HOUR(m) * 60 + MINUTE(m)",
            "date|DATE(m)",
            "date|CAST(m AS DATE)",
            "int|d < m",
            "int|d >= '2020-01-01'",
            "int|m > '2020-01-01 00:00:00'",
            "int|d = DATE(m)",
            "date|COALESCE(d, DATE(m))");

    private final StranglerFixture fixture = StranglerFixture.fresh();

    @Test
    void bothServersComputeTheSame() {
        List<String> computed = new ArrayList<>();
        for (int i = 0; i < EXPRESSIONS.size(); i++) {
            String[] parts = EXPRESSIONS.get(i).split("\\|", 2);
            String text = parts[0].startsWith("varchar") ? " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin" : "";
            computed.add("g" + i + " " + parts[0] + text + " AS (" + parts[1] + ") STORED");
        }
        fixture.mysql("CREATE TABLE t (" + BASE + ", " + String.join(", ", computed) + ")");
        Table table = fixture.tables("t").get(0);
        ExpressionConverter converter = new ExpressionConverter(table);
        fixture.postgres(table.columns().stream()
                .map(column -> column.postgresName() + " " + column.value().postgresType()
                        + column.generated()
                                .map(from -> " GENERATED ALWAYS AS ("
                                        + sql(converter.value(from.expression(), column), from.expression())
                                        + ") STORED")
                                .orElse(""))
                .collect(joining(", ", "CREATE TABLE t (", ")")));
        for (String row : ROWS) {
            String columns = "INSERT INTO t (id, a, b, u, c, s, d, m, f) VALUES (";
            fixture.mysql("SET sql_mode = 'STRICT_TRANS_TABLES'", columns + row + ")");
            fixture.postgres(columns + row.replace("b'0'", "false").replace("b'1'", "true") + ")");
        }

        SoftAssertions softly = new SoftAssertions();
        for (Column column : table.columns()) {
            String shown = column.generated().map(from -> from.expression()).orElse(column.name());
            softly.assertThat(fixture.postgresRows("SELECT id, "
                            + column.value().postgresCanonical(column.postgresName()) + " FROM t ORDER BY t.id"))
                    .as("%s, as the catalog shows it: %s", column.name(), shown)
                    .isEqualTo(fixture.mysqlRows("SELECT id, " + column.value().mysqlCanonical(column.mysqlName())
                            + " FROM t ORDER BY t.id"));
        }
        softly.assertAll();
    }

    /** MariaDB has its documents in texts, of which no member is taken. */
    @Test
    void memberOfADocumentIsTheSameOnMysqlAndRefusedOnMariadb() {
        List<String> documents = List.of(
                "{\"a\": {\"b\": 1.5}}",
                "{\"a\": {\"b\": null}}",
                "{\"a\": null}",
                "{}",
                "[{\"a\": {\"b\": 1}}]",
                "{\"a\": [1, 2]}",
                "{\"a\": {\"b\": [\"x\", {\"c\": \"日\"}]}}",
                "7");
        fixture.mysql("CREATE TABLE t (id INT PRIMARY KEY, j JSON,"
                + " g JSON AS (JSON_EXTRACT(j, '$.a.b')) STORED, h JSON AS (JSON_EXTRACT(j, '$.a')) STORED)");
        Table table = fixture.tables("t").get(0);
        Expression member = new ExpressionConverter(table)
                .value(table.columns().get(2).generated().orElseThrow().expression());
        if (!table.columns().get(1).value().postgresType().equals("jsonb")) {
            assertThat(member.reason()).contains("in a JSON column only");
            return;
        }
        fixture.postgres("CREATE TABLE t (id integer PRIMARY KEY, j jsonb, g jsonb GENERATED ALWAYS AS ("
                + member.sql().orElseThrow() + ") STORED, h jsonb GENERATED ALWAYS AS ("
                + new ExpressionConverter(table)
                        .value(table.columns().get(3).generated().orElseThrow().expression())
                        .sql()
                        .orElseThrow()
                + ") STORED)");
        for (int i = 0; i < documents.size(); i++) {
            String row = "INSERT INTO t (id, j) VALUES (" + i + ", '" + documents.get(i) + "')";
            fixture.mysql(row);
            fixture.postgres(row);
        }
        assertThat(fixture.postgresRows("SELECT id, g, h FROM t ORDER BY id"))
                .isEqualTo(fixture.mysqlRows("SELECT id, g, h FROM t ORDER BY id"));
    }

    private static String sql(Expression expression, String shown) {
        assertThat(expression.reason()).as(shown).isEmpty();
        return expression.sql().orElseThrow();
    }

    @Test
    void whatDiffersIsRefusedWithAReason() {
        List<String> refused = List.of(
                "a / 2",
                "a + INTERVAL 1 DAY",
                "lower(i)",
                "i = 'x'",
                "i <> ''",
                "i LIKE 'x%'",
                "s < 'b'",
                "length(s)",
                "concat(c, 'x')",
                "s + 1",
                "r * 2",
                "z > 0",
                "left(s, a)",
                "m > '2020-01-31'",
                "a & 1",
                "md5(s)",
                "s",
                "nothing + 1");
        fixture.mysql("CREATE TABLE t (" + BASE + ", i VARCHAR(9) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,"
                + " r DOUBLE, z INT(5) ZEROFILL)");
        ExpressionConverter converter =
                new ExpressionConverter(fixture.tables("t").get(0));

        for (String expression : refused) {
            Expression result = converter.value(expression);
            assertThat(result.sql()).as(expression).isEmpty();
            assertThat(result.reason()).as(expression).isNotEmpty();
        }
    }

    /** The text stands in MySQL's catalog with all its escapes escaped again. */
    @Test
    void literalsAreReadAsEachCatalogShowsThem() {
        fixture.mysql("CREATE TABLE t (" + BASE + ")");
        ExpressionConverter converter =
                new ExpressionConverter(fixture.tables("t").get(0));

        assertThat(converter.condition("(`s` <> _utf8mb4\\'it\\\\\\'s\\')").sql())
                .contains("(rtrim(\"s\", ' ') <> rtrim('it''s', ' '))");
        assertThat(converter.condition("`s` <> 'it\\'s'").sql()).contains("(rtrim(\"s\", ' ') <> rtrim('it''s', ' '))");
        assertThat(converter.condition("`a` > 1 or `b` = 2 and not `a` is null").sql())
                .as("parentheses only where they are needed, as MariaDB shows it")
                .contains("((\"a\"::numeric > 1) OR ((\"b\"::numeric = 2) AND (NOT (\"a\" IS NULL))))");
    }
}
