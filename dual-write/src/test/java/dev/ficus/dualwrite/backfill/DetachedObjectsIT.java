package dev.ficus.dualwrite.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.settings.ConversionSettings;
import dev.ficus.core.settings.DomainSettings;
import dev.ficus.core.settings.TableChoice;
import dev.ficus.dualwrite.StranglerFixture;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is down during the load is up again after it, as it was. */
class DetachedObjectsIT {
    private final StranglerFixture fixture = StranglerFixture.fresh();

    @Test
    void indexesOfPartitionsConstraintsOfMappedTablesAndCommentsComeBack() {
        fixture.mysql(
                "CREATE TABLE t (id INT PRIMARY KEY, n INT, code INT NOT NULL, UNIQUE KEY by_code (code))",
                "INSERT INTO t VALUES (1, 1, 1), (2, 2, 2)",
                "CREATE TABLE u (id INT PRIMARY KEY, t INT NOT NULL)",
                "INSERT INTO u VALUES (1, 1)");
        fixture.postgres(
                "CREATE TABLE \"T of U\" (id integer, n integer, code integer NOT NULL, PRIMARY KEY (id))"
                        + " PARTITION BY HASH (id)",
                "CREATE TABLE part_0 PARTITION OF \"T of U\" FOR VALUES WITH (MODULUS 2, REMAINDER 0)",
                "CREATE TABLE part_1 PARTITION OF \"T of U\" FOR VALUES WITH (MODULUS 2, REMAINDER 1)",
                "CREATE INDEX by_n ON \"T of U\" (n)",
                "COMMENT ON INDEX by_n IS 'it''s n'",
                "CREATE TABLE \"Select\" (id integer PRIMARY KEY, t integer NOT NULL UNIQUE,"
                        + " CONSTRAINT belongs FOREIGN KEY (t) REFERENCES \"T of U\" (id))");
        List<String> before = objects();
        DomainSettings domain = new DomainSettings(
                StranglerFixture.domain("down"),
                List.of("t", "u"),
                new ConversionSettings(Map.of(), Map.of("t", named("T of U"), "u", named("Select"))));

        Backfill.run(fixture.strangler(domain), domain.name(), BackfillOptions.DEFAULT);

        assertThat(objects())
                .isEqualTo(before)
                .contains("by_n t it's n", "belongs f", "Select_t_key u", "\"Select_t_key\" t");
        assertThat(fixture.postgresRows("SELECT count(*) FROM pg_index WHERE indrelid IN ('part_0'::regclass,"
                        + " 'part_1'::regclass) AND NOT indisprimary AND indisvalid"))
                .as("each partition has its part of the index")
                .containsExactly("2");
        assertThat(fixture.postgresRows("SELECT count(*) FROM ficus.detached")).containsExactly("0");
    }

    /** The way out that the message prints is taken as it is printed. */
    @Test
    void indexThatHoldsRowsEqualIsNamedAndCanBeLeftOut() {
        fixture.mysql(
                "CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(9) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin UNIQUE)",
                "INSERT INTO t VALUES (1, 'secret'), (2, 'SECRET')");
        fixture.postgres(
                "CREATE TABLE t (id integer PRIMARY KEY, name varchar(9))",
                "CREATE UNIQUE INDEX \"name's\" ON t (lower(name))");
        DomainSettings domain = new DomainSettings(StranglerFixture.domain("equal"), List.of("t"));

        FicusException refused = catchThrowableOfType(
                FicusException.class,
                () -> Backfill.run(fixture.strangler(domain), domain.name(), BackfillOptions.DEFAULT));

        assertThat(refused.code()).isEqualTo(ErrorCode.BACKFILL_FAILED);
        assertThat(refused.problem().what()).contains("index name's", "table t");
        assertThat(refused.problem().toString()).as("values of rows").doesNotContainIgnoringCase("secret");
        String delete = refused.problem().fix().replaceAll(".*(DELETE FROM .*), then: .*", "$1");
        fixture.postgres(delete);
        Backfill.run(fixture.strangler(domain), domain.name(), BackfillOptions.DEFAULT);
        assertThat(fixture.postgresRows("SELECT count(*) FROM t")).containsExactly("2");
        assertThat(fixture.postgresRows("SELECT count(*) FROM pg_indexes WHERE indexname = 'name''s'"))
                .containsExactly("0");
    }

    @Test
    void primaryKeyIsDownDuringTheCopyAndUpForTheReplay() {
        fixture.mysql(
                "CREATE TABLE t (a INT, b VARCHAR(9), PRIMARY KEY (b, a))", "INSERT INTO t VALUES (1, 'x'), (2, 'y')");
        fixture.postgres(
                "CREATE TABLE t (a integer, b varchar(9), CONSTRAINT \"t's key\" PRIMARY KEY (b, a))",
                "COMMENT ON CONSTRAINT \"t's key\" ON t IS 'it''s a key'");
        String keys = "SELECT concat_ws(' ', conname, pg_get_constraintdef(oid), obj_description(oid, 'pg_constraint'))"
                + " FROM pg_constraint WHERE conrelid = 't'::regclass AND contype = 'p'";
        Map<String, List<String>> seen = new LinkedHashMap<>();
        DomainSettings domain = new DomainSettings(StranglerFixture.domain("key"), List.of("t"));

        Backfill.run(
                fixture.strangler(point -> seen.put(point, fixture.postgresRows(keys)), domain),
                domain.name(),
                BackfillOptions.DEFAULT);

        assertThat(seen.get("backfill.chunk-written")).isEmpty();
        assertThat(seen.get("backfill.copied")).isEmpty();
        assertThat(seen.get("backfill.replaying")).containsExactly("t's key PRIMARY KEY (b, a) it's a key");
        assertThat(fixture.postgresRows("SELECT attname FROM pg_attribute WHERE attrelid = 't'::regclass AND attnotnull"
                        + " ORDER BY 1"))
                .as("NOT NULL stays without the key")
                .contains("a", "b");
    }

    @Test
    void primaryKeyThatSomethingElseLeansOnStaysUp() {
        fixture.mysql(
                "CREATE TABLE t (id INT PRIMARY KEY, n INT)",
                "CREATE TABLE u (id INT PRIMARY KEY, n INT)",
                "INSERT INTO t VALUES (1, 1)",
                "INSERT INTO u VALUES (1, 1)");
        fixture.postgres(
                "CREATE TABLE t (id integer PRIMARY KEY, n integer)",
                "CREATE TABLE u (id integer PRIMARY KEY, n integer)",
                "CREATE TABLE elsewhere (t integer REFERENCES t)",
                "CREATE VIEW v AS SELECT id, n, count(*) FROM u GROUP BY id");
        List<String> seen = new ArrayList<>();
        DomainSettings domain = new DomainSettings(StranglerFixture.domain("lean"), List.of("t", "u"));

        Backfill.run(
                fixture.strangler(
                        point -> {
                            if (point.equals("backfill.copied")) {
                                seen.addAll(fixture.postgresRows("SELECT conname FROM pg_constraint WHERE contype = 'p'"
                                        + " AND conrelid IN ('t'::regclass, 'u'::regclass) ORDER BY 1"));
                            }
                        },
                        domain),
                domain.name(),
                BackfillOptions.DEFAULT);

        assertThat(seen).containsExactly("t_pkey", "u_pkey");
        assertThat(fixture.postgresRows("SELECT count(*) FROM t JOIN u USING (id)"))
                .containsExactly("1");
    }

    private List<String> objects() {
        return fixture.postgresRows("SELECT concat_ws(' ', i.indexrelid::regclass, i.indisvalid,"
                + " obj_description(i.indexrelid, 'pg_class')) FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid"
                + " WHERE c.relname IN ('T of U', 'Select') AND NOT i.indisprimary"
                + " UNION ALL SELECT conname || ' ' || contype::text FROM pg_constraint WHERE conrelid"
                + " IN ('\"T of U\"'::regclass, '\"Select\"'::regclass) AND contype IN ('f', 'u') ORDER BY 1");
    }

    private static TableChoice named(String name) {
        return new TableChoice(Optional.of(name), Map.of(), Map.of());
    }
}
