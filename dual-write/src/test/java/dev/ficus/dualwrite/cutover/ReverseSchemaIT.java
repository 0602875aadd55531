package dev.ficus.dualwrite.cutover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.settings.ConversionSettings;
import dev.ficus.dualwrite.StranglerFixture;
import dev.ficus.dualwrite.control.Phase;
import org.junit.jupiter.api.Test;

/** The gate that keeps rows out of PostgreSQL which the reverse stream could not bring back. */
class ReverseSchemaIT {
    private final StranglerFixture fixture = StranglerFixture.fresh();

    @Test
    void rowsThatMysqlWouldRefuseCloseTheGateUntilPostgresRefusesThemToo() {
        fixture.mysql("CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(40), b VARCHAR(40) NOT NULL, f DOUBLE,"
                + " name VARCHAR(20) COLLATE utf8mb4_general_ci, UNIQUE KEY by_name (name))");
        fixture.postgres("CREATE TABLE t (id integer PRIMARY KEY, a varchar(41), b varchar(40), f double precision,"
                + " name varchar(20))");
        try (MovingDomain domain = new MovingDomain(fixture, ConversionSettings.NONE, "t")) {
            domain.backfill();
            domain.stream();

            Gate closed = gate(domain);
            assertThat(closed.finding())
                    .isEqualTo(
                            "PostgreSQL takes rows that MySQL does not: t.a is character varying(41), which is longer"
                                    + " than MySQL's varchar(40); t.b takes NULL; no unique index for MySQL's t.by_name");
            assertThat(closed.refusal().orElseThrow().fix())
                    .contains(
                            "ALTER TABLE \"t\" ALTER COLUMN \"a\" TYPE varchar(40), or a CHECK of its length",
                            "ALTER TABLE \"t\" ALTER COLUMN \"b\" SET NOT NULL",
                            "CREATE UNIQUE INDEX ON \"t\" (\"name\")");

            fixture.postgres(
                    "ALTER TABLE t ADD CHECK (char_length(a) <= 40)",
                    "ALTER TABLE t ALTER COLUMN b SET NOT NULL",
                    "CREATE UNIQUE INDEX ON t (name)");
            Gate open = gate(domain);
            assertThat(open.refusal()).isEmpty();
            assertThat(open.finding())
                    .isEqualTo(
                            "lengths, NULL and unique keys are as MySQL's; no CHECK keeps values that MySQL has not out"
                                    + " of t.f; byte by byte, not by MySQL's collation, are compared t.by_name");

            fixture.postgres(
                    "CREATE UNIQUE INDEX ON t (lower(name))",
                    "ALTER TABLE t ADD CHECK (f > '-Infinity' AND f < 'Infinity')");
            assertThat(gate(domain).finding()).isEqualTo("lengths, NULL and unique keys are as MySQL's");
        }
    }

    private static Gate gate(MovingDomain domain) {
        return domain.plan(Phase.DUAL_WRITE).gates().stream()
                .filter(gate -> gate.name().equals("way back"))
                .findFirst()
                .orElseThrow();
    }
}
