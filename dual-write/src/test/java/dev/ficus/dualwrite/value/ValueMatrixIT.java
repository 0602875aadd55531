package dev.ficus.dualwrite.value;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.settings.DomainSettings;
import dev.ficus.dualwrite.StranglerFixture;
import dev.ficus.dualwrite.backfill.Backfill;
import dev.ficus.dualwrite.backfill.BackfillOptions;
import dev.ficus.dualwrite.control.Checkpoints;
import dev.ficus.dualwrite.control.Control;
import dev.ficus.dualwrite.control.Direction;
import dev.ficus.dualwrite.control.LogSequenceNumber;
import dev.ficus.dualwrite.control.Phase;
import dev.ficus.dualwrite.stream.ReverseSlot;
import dev.ficus.dualwrite.stream.Sync;
import dev.ficus.dualwrite.stream.SyncOptions;
import dev.ficus.dualwrite.table.Column;
import dev.ficus.dualwrite.verify.Verification;
import dev.ficus.dualwrite.verify.VerificationOptions;
import dev.ficus.dualwrite.verify.VerificationReport;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/**
 * The matrix of types: every nasty value goes four ways, and all four must agree with what MySQL itself says: copied by
 * the backfill, inserted through the forward stream, updated through it, and back to MySQL by the reverse stream.
 */
class ValueMatrixIT {
    private final StranglerFixture fixture = StranglerFixture.fresh();
    private final List<TypeMatrix.Family> families =
            TypeMatrix.families(fixture.mysqlRows("SELECT version()").get(0).contains("MariaDB"));
    private final DomainSettings domain = new DomainSettings(StranglerFixture.domain("matrix"), names());
    private final Map<Integer, Column> columns = new HashMap<>();

    @Test
    void everyValueIsTheSameFourWays() throws SQLException {
        create();
        List<String> copied = new ArrayList<>();
        Backfill.run(fixture.strangler(domain), domain.name(), BackfillOptions.DEFAULT);
        copied.addAll(assertEqual("copied by the backfill"));

        forEachFamily(i -> insert(i, 1000));
        sync();
        assertEqual("inserted through the forward stream");

        forEachFamily(i -> fixture.mysql("UPDATE t" + i + " a JOIN t" + i + " b ON b.id = 1000 + (a.id + 1) % "
                + (family(i).values().size() + 1) + " SET a.v = b.v WHERE a.id < 1000"));
        sync();
        assertEqual("updated through the forward stream");

        goBackThroughTheReverseStream();
        assertThat(copied).hasSizeGreaterThan(350);
    }

    /** Whatever a value is, verification tells its smallest change, and NULL in its place. */
    @Test
    void smallestChangeOfEveryValueIsFound() {
        create();
        Backfill.run(fixture.strangler(domain), domain.name(), BackfillOptions.DEFAULT);
        fixture.postgres("UPDATE ficus.domain SET phase = 'retired' WHERE name = '" + domain.name() + "'");
        forEachFamily(i -> fixture.postgres("ALTER TABLE t" + i + " DISABLE TRIGGER ficus_fence"));
        assertFound("nothing was changed", i -> 0);

        forEachFamily(this::changeByTheSmallestStep);
        assertFound(
                "every value was changed by its smallest step",
                i -> family(i).values().size() + 1);

        forEachFamily(i -> fixture.postgres("UPDATE t" + i + " SET v = NULL"));
        assertFound("every value became NULL", i -> family(i).values().size());
    }

    private void changeByTheSmallestStep(int i) {
        String next = SmallestStep.expression(column(i));
        String other = "(SELECT v FROM t" + i + " WHERE id = 0)";
        if (!next.isEmpty()) {
            fixture.postgres("UPDATE t" + i + " SET v = coalesce(" + next + ", " + other + ")");
            return;
        }
        fixture.postgres("UPDATE t" + i + " SET v = " + other + " WHERE v IS NULL");
        for (int id = 0; id < family(i).values().size(); id++) {
            String value = fixture.postgresRows("SELECT v FROM t" + i + " WHERE id = " + id)
                    .get(0);
            fixture.postgres("UPDATE t" + i + " SET v = '"
                    + SmallestStep.text(column(i), value).replace("'", "''") + "' WHERE id = " + id);
        }
    }

    private void assertFound(String change, IntUnaryOperator expected) {
        VerificationReport report = Verification.run(
                fixture.strangler(domain),
                domain.name(),
                new VerificationOptions(2_000, 100, 2, Duration.ofSeconds(30)));
        SoftAssertions.assertSoftly(softly ->
                forEachFamily(i -> softly.assertThat(report.tables().get(i).listedDifferences())
                        .as(family(i).type() + ", where " + change)
                        .hasSize(expected.applyAsInt(i))
                        .allMatch(difference -> difference.columns().equals(List.of("v")))));
    }

    /** On both sides, the CHECKs included, with every value under a key of its own. */
    private void create() {
        forEachFamily(i -> {
            fixture.mysql("CREATE TABLE t" + i + " (id INT PRIMARY KEY, v "
                    + family(i).type() + ")");
            insert(i, 0);
            String check = column(i).value().postgresCheck("v");
            fixture.postgres("CREATE TABLE t" + i + " (id integer PRIMARY KEY, v "
                    + column(i).value().postgresType() + (check.isEmpty() ? "" : " CHECK (" + check + ")") + ")");
        });
    }

    /** The application rewrites every row on PostgreSQL; MySQL must hold what it held, under new keys. */
    private void goBackThroughTheReverseStream() throws SQLException {
        ReverseSlot slot = new ReverseSlot(fixture.postgres(), domain.name());
        LogSequenceNumber start = slot.create(fixture.tables(names().toArray(String[]::new)));
        try (Control control = Control.open(fixture.postgres());
                Connection mysql = fixture.mysql().open()) {
            Checkpoints.begin(mysql, domain.name(), Direction.REVERSE, 3, start, null);
            control.changePhase(control.domain(domain.name()), Phase.DUAL_WRITE);
        }
        try {
            forEachFamily(i -> fixture.postgres(
                    "ALTER TABLE t" + i + " DISABLE TRIGGER ficus_fence",
                    "INSERT INTO t" + i + " SELECT id + 5000, " + rewritten(i, "v") + " FROM t" + i,
                    "UPDATE t" + i + " a SET v = " + rewritten(i, "b.v") + " FROM t" + i
                            + " b WHERE b.id = a.id + 5000 + 1000 AND a.id < 1000"));
            sync();
            assertEqual("back on MySQL through the reverse stream");
            SoftAssertions.assertSoftly(softly -> forEachFamily(i -> softly.assertThat(canonical(i, 5000))
                    .as("rows of " + family(i).type() + " that came back as another value")
                    .isEqualTo(canonical(i, 0))));
        } finally {
            slot.drop();
        }
    }

    private String rewritten(int i, String value) {
        return SmallestStep.rewritten(column(i)).apply(value);
    }

    private void insert(int family, int firstKey) {
        List<String> values = new ArrayList<>(family(family).values());
        values.add("NULL");
        fixture.mysql(IntStream.range(0, values.size())
                .mapToObj(v -> "INSERT INTO t" + family + " VALUES (" + (firstKey + v) + ", " + values.get(v) + ")")
                .toArray(String[]::new));
    }

    private List<String> assertEqual(String way) {
        List<String> all = new ArrayList<>();
        SoftAssertions.assertSoftly(softly -> forEachFamily(i -> {
            Value value = column(i).value();
            List<String> mysql = compared(
                    value,
                    fixture.mysqlRows("SELECT id, " + value.mysqlCanonical("v") + " FROM t" + i + " ORDER BY id"));
            List<String> postgres = compared(
                    value,
                    fixture.postgresRows(
                            "SELECT id, " + value.postgresCanonical("v") + " FROM t" + i + " ORDER BY id"));
            softly.assertThat(postgres).as(family(i).type() + ", " + way).isEqualTo(mysql);
            all.addAll(mysql);
        }));
        return all;
    }

    /** What verification compares of the rows that came through the forward stream, or of their copies. */
    private List<String> canonical(int family, int shift) {
        Value value = column(family).value();
        return compared(
                value,
                fixture.mysqlRows("SELECT id - " + shift + ", " + value.mysqlCanonical("v") + " FROM t" + family
                        + " WHERE id BETWEEN " + (shift + 1000) + " AND " + (shift + 4999) + " ORDER BY id"));
    }

    /** Rows of a key and a canonical text, with what verification makes of it. */
    private static List<String> compared(Value value, List<String> rows) {
        return rows.stream()
                .map(row -> {
                    int bar = row.indexOf('|');
                    String text = row.substring(bar + 1);
                    return row.substring(0, bar + 1) + (text.equals("~") ? text : value.compared(text));
                })
                .toList();
    }

    private void sync() {
        assertThat(Sync.run(fixture.strangler(domain), List.of(domain), new SyncOptions(true, false), name -> {})
                        .failure())
                .isEmpty();
    }

    private Column column(int family) {
        return columns.computeIfAbsent(
                family, i -> fixture.tables("t" + i).get(0).columns().get(1));
    }

    private TypeMatrix.Family family(int i) {
        return families.get(i);
    }

    private void forEachFamily(IntConsumer action) {
        for (int i = 0; i < families.size(); i++) {
            action.accept(i);
        }
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        forEachFamily(i -> names.add("t" + i));
        return names;
    }
}
