package dev.ficus.dualwrite.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.Problem;
import dev.ficus.dualwrite.StranglerFixture;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What does not take MySQL's values is refused before anything is copied, all at once; what takes more is not. */
class PostgresCatalogIT {
    private final StranglerFixture fixture = StranglerFixture.fresh();

    @Test
    void everyColumnThatDoesNotTakeTheValuesOfMysqlIsNamedWithBothWaysOut() {
        fixture.mysql(
                "CREATE TABLE t (id INT PRIMARY KEY AUTO_INCREMENT, a VARCHAR(40), b DECIMAL(10,2), c DATETIME(3),"
                        + " d INT NOT NULL, e INT UNSIGNED, f INT, g BIT(8))");
        fixture.postgres("CREATE TABLE t (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, a varchar(39),"
                + " b numeric(10,1), c timestamp, d integer GENERATED ALWAYS AS (1) STORED, e integer,"
                + " f integer NOT NULL, g bit(9))");

        List<Problem> problems = refused("t");

        assertThat(problems).extracting(Problem::code).containsOnly(ErrorCode.TABLE_MISMATCH);
        assertThat(problems)
                .extracting(problem -> problem.what().replace("table t does not suit MySQL's: ", ""))
                .containsExactly(
                        "column id takes no number that PostgreSQL did not give (GENERATED ALWAYS AS IDENTITY)",
                        "column a is character varying(39) in PostgreSQL, where varchar(40) belongs for MySQL's"
                                + " varchar(40)",
                        "column b is numeric(10,1) in PostgreSQL, where numeric(10,2) belongs for MySQL's decimal(10,2)",
                        "column c is timestamp without time zone in PostgreSQL, where timestamp(3) belongs for MySQL's"
                                + " datetime(3)",
                        "column d is computed by PostgreSQL, which refuses MySQL's values for it",
                        "column e is integer in PostgreSQL, where bigint belongs for MySQL's " + unsignedInt(),
                        "column f is NOT NULL in PostgreSQL, and may be NULL in MySQL",
                        "column g is bit(9) in PostgreSQL, where bit(8) belongs for MySQL's bit(8)");
        assertThat(problems.get(1).fix())
                .isEqualTo(
                        "by a change of the PostgreSQL history: ALTER TABLE \"t\" ALTER COLUMN \"a\" TYPE varchar(40);"
                                + " or, if Ficus can convert to it, choose PostgreSQL's type in ficus.yaml,"
                                + " strangler.convert.tables.t.columns.a: { to: character varying(39) }");
    }

    @Test
    void aliasesDomainsAndLongerTextSuit() {
        fixture.mysql("CREATE TABLE t (id BIGINT PRIMARY KEY, a VARCHAR(40), b VARCHAR(40), c VARCHAR(40), d TEXT,"
                + " e DATETIME(6), f DECIMAL(10,2), g INT)");
        fixture.postgres(
                "CREATE DOMAIN money_amount AS numeric(10,2)",
                "CREATE TABLE t (id bigserial PRIMARY KEY, a varchar(400), b text, c varchar, d varchar, e timestamp,"
                        + " f money_amount, g int4)");

        assertThatCode(() -> check("t")).doesNotThrowAnyException();
    }

    @Test
    void keyThatMysqlComputesIsRefused() {
        String create = "CREATE TABLE t (n INT NOT NULL, twice INT AS (n * 2) STORED, PRIMARY KEY (twice))";
        if (fixture.mysqlRows("SELECT version()").get(0).contains("MariaDB")) {
            assertThatThrownBy(() -> fixture.mysql(create))
                    .as("MariaDB has no such keys")
                    .hasMessageContaining("Primary key cannot be defined upon a generated column");
            return;
        }
        fixture.mysql(create);

        FicusException e = catchThrowableOfType(FicusException.class, () -> fixture.tables("t"));

        assertThat(e.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(ErrorCode.TYPE_UNSUPPORTED);
            assertThat(problem.what()).contains("generated column twice", "which no stream can write");
        });
    }

    /** MariaDB and MySQL before 8.0.19 show a display width. */
    private String unsignedInt() {
        return fixture.tables("t").get(0).columns().get(5).type().declaration();
    }

    private List<Problem> refused(String table) {
        return catchThrowableOfType(FicusException.class, () -> check(table)).problems();
    }

    private void check(String table) throws SQLException {
        try (Connection postgres = fixture.postgres().open()) {
            PostgresCatalog.check(postgres, PostgresCatalog.resolve(postgres, fixture.tables(table)));
        }
    }
}
