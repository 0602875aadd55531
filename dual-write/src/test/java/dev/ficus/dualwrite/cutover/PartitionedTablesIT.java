package dev.ficus.dualwrite.cutover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.settings.ConversionSettings;
import dev.ficus.dualwrite.StranglerFixture;
import org.junit.jupiter.api.Test;

/** A table that PostgreSQL divides goes the whole way and back, by its own name. */
class PartitionedTablesIT {
    private static final String ROWS = "SELECT id, at, words FROM t ORDER BY id";

    private final StranglerFixture fixture = StranglerFixture.fresh();

    @Test
    void partitionedTableIsCopiedStreamedAndVerifiedOnTheWholeWay() {
        fixture.mysql(
                "CREATE TABLE t (id INT AUTO_INCREMENT, at DATE, words VARCHAR(20), PRIMARY KEY (id, at), KEY by_words (words))"
                        + " PARTITION BY RANGE (YEAR(at)) (PARTITION a VALUES LESS THAN (2020),"
                        + " PARTITION b VALUES LESS THAN MAXVALUE)",
                "INSERT INTO t VALUES (1, '2019-01-01', 'old'), (2, '2020-01-01', 'new')");
        fixture.postgres(
                "CREATE SEQUENCE t_id_seq",
                "CREATE TABLE t (id integer NOT NULL DEFAULT nextval('t_id_seq'), at date NOT NULL, words varchar(20),"
                        + " PRIMARY KEY (id, at)) PARTITION BY RANGE (at)",
                "ALTER SEQUENCE t_id_seq OWNED BY t.id",
                "CREATE TABLE t_a PARTITION OF t FOR VALUES FROM (MINVALUE) TO ('2020-01-01')",
                "CREATE TABLE t_b PARTITION OF t FOR VALUES FROM ('2020-01-01') TO (MAXVALUE)",
                "CREATE INDEX t_by_words ON t (words)");
        try (MovingDomain domain = new MovingDomain(fixture, ConversionSettings.NONE, "t")) {
            domain.backfill();
            assertThat(fixture.postgresRows("SELECT id FROM t_b")).containsExactly("2");
            assertThat(fixture.postgresRows(
                            "SELECT indexname FROM pg_indexes WHERE indexname LIKE '%words%' ORDER BY 1"))
                    .as("the index is built again, in each partition")
                    .hasSize(3);
            domain.stream();
            fixture.mysql(
                    "INSERT INTO t VALUES (3, '2021-01-01', 'three')",
                    "UPDATE t SET at = '2018-01-01', words = 'moved' WHERE id = 2",
                    "DELETE FROM t WHERE id = 1");
            domain.awaitPostgres(ROWS, "2|2018-01-01|moved", "3|2021-01-01|three");
            assertThat(domain.verify().clean()).isTrue();
            domain.toDualWrite();
            fixture.postgres(
                    "INSERT INTO t (at, words) VALUES ('2017-01-01', 'four'), ('2022-01-01', 'five')",
                    "UPDATE t SET at = '2030-01-01', words = 'back' WHERE id = 2",
                    "UPDATE t_b SET words = 'by its partition' WHERE id = 3",
                    "DELETE FROM t WHERE words = 'five'");
            domain.awaitMysql(ROWS, "2|2030-01-01|back", "3|2021-01-01|by its partition", "4|2017-01-01|four");
            assertThat(domain.verify().clean()).isTrue();
            domain.backToMirroring();
            fixture.mysql("UPDATE t SET words = 'home' WHERE id = 3");
            domain.awaitPostgres("SELECT words FROM t WHERE id = 3", "home");
        }
    }
}
