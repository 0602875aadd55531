package dev.ficus.dualwrite.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.dualwrite.StranglerFixture;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Columns that MySQL computes are computed by PostgreSQL where it can say the expression; else a finding says why not. */
class GeneratedColumnConversionIT {
    @TempDir
    private Path directory;

    private StranglerFixture fixture;

    @BeforeEach
    void fresh() {
        fixture = StranglerFixture.fresh();
    }

    @Test
    void storedAndVirtualColumnsAreComputedInPostgresql() {
        fixture.mysql(
                "CREATE TABLE t (id INT PRIMARY KEY, n INT, twice BIGINT AS (n * 2) STORED, more INT AS (n + 1) VIRTUAL)");
        ConversionReport report = new Conversion(fixture, directory).run("t");
        fixture.mysql("INSERT INTO t (id, n) VALUES (1, 20), (2, NULL)");
        fixture.postgres("INSERT INTO t (id, n) VALUES (1, 20), (2, NULL)");

        String rows = "SELECT id, twice, more FROM t ORDER BY id";
        assertThat(fixture.postgresRows(rows))
                .isEqualTo(fixture.mysqlRows(rows))
                .containsExactly("1|40|21", "2|~|~");
        assertThat(report.findings()).noneMatch(finding -> finding.where().startsWith("t."));
    }

    @Test
    void whatPostgresqlCannotComputeIsAPlainColumnAndAFinding() {
        fixture.mysql("CREATE TABLE t (id INT PRIMARY KEY, n INT, twice BIGINT AS (n * 2) STORED,"
                + " again BIGINT AS (twice * 2) STORED, odd VARCHAR(40) AS (soundex(n)) VIRTUAL)");
        ConversionReport report = new Conversion(fixture, directory).run("t");

        fixture.postgres("INSERT INTO t (id, n, again, odd) VALUES (1, 2, 8, 'x')");
        assertThat(fixture.postgresRows("SELECT twice, again FROM t")).containsExactly("4|8");
        assertThat(report.findings())
                .filteredOn(finding -> finding.what().startsWith("the column is computed"))
                .extracting(Finding::where)
                .containsExactly("t.again", "t.odd");
    }

    /** PostgreSQL has not computed the generated columns yet when the trigger looks at the row. */
    @Test
    void updateThatChangesNothingSetsNoTimeBesideAGeneratedColumn() {
        fixture.mysql("CREATE TABLE t (id INT PRIMARY KEY, n INT, twice BIGINT AS (n * 2) STORED,"
                + " at TIMESTAMP NULL ON UPDATE CURRENT_TIMESTAMP)");
        new Conversion(fixture, directory).run("t");
        fixture.postgres("INSERT INTO t (id, n) VALUES (1, 2)", "UPDATE t SET n = 2");
        assertThat(fixture.postgresRows("SELECT at FROM t")).containsExactly("~");

        fixture.postgres("UPDATE t SET n = 3");
        assertThat(fixture.postgresRows("SELECT at IS NOT NULL FROM t")).containsExactly("t");
    }
}
