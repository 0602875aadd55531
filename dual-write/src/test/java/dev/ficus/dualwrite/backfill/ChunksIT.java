package dev.ficus.dualwrite.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.settings.DomainSettings;
import dev.ficus.dualwrite.StranglerFixture;
import dev.ficus.dualwrite.control.Hook;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How tables are cut, whatever their keys, and how several workers share the chunks. */
class ChunksIT {
    private static final int ROWS = 200;
    private static final int CHUNK = 10;
    private static final BackfillOptions FOUR_WORKERS = new BackfillOptions(CHUNK, false, true).with(4);
    private static final List<String> TABLES = List.of("dense", "sparse", "skewed", "worded", "composed");

    private StranglerFixture fixture;
    private DomainSettings domain;

    @BeforeEach
    void createTables() {
        fixture = StranglerFixture.fresh();
        fixture.mysql(
                "CREATE TABLE dense (id INT PRIMARY KEY)",
                "CREATE TABLE sparse (id BIGINT PRIMARY KEY)",
                "CREATE TABLE skewed (id BIGINT UNSIGNED PRIMARY KEY)",
                "CREATE TABLE worded (id VARCHAR(40) PRIMARY KEY)",
                "CREATE TABLE composed (a INT, b VARCHAR(10), PRIMARY KEY (a, b))",
                insert("dense", i -> "(" + i + ")"),
                insert("sparse", i -> "(" + (i - 100) * 46_116_860_184_273_879L + ")"),
                insert("skewed", i -> i < 150 ? "(" + i + ")" : "(18446744073709551" + (400 + i) + ")"),
                insert("worded", i -> "('" + (i % 2 == 0 ? "A" : "a") + " ''\\\\\u00e9" + i + "')"),
                insert("composed", i -> "(" + i / 50 + ", 'b" + i + "')"));
        fixture.postgres(
                "CREATE TABLE dense (id integer PRIMARY KEY)",
                "CREATE TABLE sparse (id bigint PRIMARY KEY)",
                "CREATE TABLE skewed (id numeric(20) PRIMARY KEY)",
                "CREATE TABLE worded (id varchar(40) PRIMARY KEY)",
                "CREATE TABLE composed (a integer, b varchar(10), PRIMARY KEY (a, b))");
        domain = new DomainSettings(StranglerFixture.domain("chunks"), TABLES);
    }

    @Test
    void everyKindOfKeyIsCutIntoChunksThatAreNeitherGiantNorEmpty() {
        Backfill.run(fixture.strangler(domain), domain.name(), FOUR_WORKERS);

        assertSidesEqual();
        assertThat(fixture.postgresRows(
                        "SELECT max(row_count) <= " + CHUNK + ", bool_and(done_at IS NOT NULL)" + " FROM ficus.chunk"))
                .containsExactly("t|t");
        assertThat(fixture.postgresRows("SELECT table_name FROM ficus.chunk WHERE row_count = 0 AND up_to IS NOT NULL"))
                .as("a gap makes no empty chunk; only the last one of a table may be empty")
                .isEmpty();
        assertThat(fixture.postgresRows("SELECT table_name FROM ficus.chunk GROUP BY 1 HAVING count(*) > 40"))
                .isEmpty();
    }

    @Test
    void chunksOfOneTableAreCopiedAtTheSameTime() {
        CountDownLatch together = new CountDownLatch(4);
        Set<String> threads = Collections.synchronizedSet(new HashSet<>());
        Hook meeting = point -> {
            if (point.equals("backfill.chunk-written")
                    && threads.add(Thread.currentThread().getName())) {
                together.countDown();
                try {
                    assertThat(together.await(60, TimeUnit.SECONDS))
                            .as("four chunks are written and none is committed")
                            .isTrue();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        };
        DomainSettings one = new DomainSettings(domain.name(), List.of("worded"));
        Backfill.run(fixture.strangler(meeting, one), one.name(), FOUR_WORKERS);

        assertThat(threads).hasSize(4);
    }

    @Test
    void firstFailureOfAWorkerEndsTheCopyAndTheNextRunCopiesNoChunkTwice() {
        for (String point : List.of("backfill.chunk-cut", "backfill.chunk-planned", "backfill.chunk-written")) {
            createTables();
            AtomicInteger arrivals = new AtomicInteger();
            Hook hook = reached -> {
                if (reached.equals(point) && arrivals.incrementAndGet() == 7) {
                    throw new IllegalStateException("crashed at " + point);
                }
            };
            assertThatThrownBy(() -> Backfill.run(fixture.strangler(hook, domain), domain.name(), FOUR_WORKERS))
                    .hasMessage("crashed at " + point);
            BackfillReport report = Backfill.run(fixture.strangler(domain), domain.name(), FOUR_WORKERS);

            assertThat(report.rows()).as(point).isEqualTo((long) ROWS * TABLES.size());
            assertSidesEqual();
        }
    }

    /** The negative control: the ledger alone keeps rows from coming twice, as the tables have no primary key. */
    @Test
    void chunkThatLosesItsMarkIsCopiedTwiceAndThePrimaryKeyTellsIt() {
        AtomicInteger arrivals = new AtomicInteger();
        Hook hook = reached -> {
            if (reached.equals("backfill.chunk-written") && arrivals.incrementAndGet() == 12) {
                throw new IllegalStateException("crashed");
            }
        };
        assertThatThrownBy(() -> Backfill.run(fixture.strangler(hook, domain), domain.name(), FOUR_WORKERS))
                .hasMessage("crashed");
        fixture.postgres("UPDATE ficus.chunk SET done_at = NULL WHERE table_name = 'composed' AND number = 0");

        assertThatThrownBy(() -> Backfill.run(fixture.strangler(domain), domain.name(), FOUR_WORKERS))
                .isInstanceOfSatisfying(FicusException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.BACKFILL_FAILED);
                    assertThat(e.problem().what()).contains("the primary key composed_pkey");
                });
        assertThat(fixture.postgresRows("SELECT count(*) FROM composed")).containsExactly("" + (ROWS + CHUNK));
    }

    @Test
    void copyStaysBelowTheRateThatIsGiven() {
        BackfillReport report =
                Backfill.run(fixture.strangler(domain), domain.name(), FOUR_WORKERS.with(new Pace(ROWS * 2L, 0, 0, 0)));

        assertThat(report.took().toMillis())
                .as("1000 rows at 400 a second, less the chunks that the four workers begin with and end with")
                .isGreaterThan(1_900);
        assertSidesEqual();
    }

    private static String insert(String table, java.util.function.IntFunction<String> row) {
        return IntStream.range(0, ROWS)
                .mapToObj(row)
                .collect(Collectors.joining(", ", "INSERT INTO " + table + " VALUES ", ""));
    }

    private void assertSidesEqual() {
        for (String table : TABLES) {
            String columns = table.equals("composed") ? "a, b" : "id";
            String query = "SELECT " + columns + " FROM " + table;
            assertThat(fixture.postgresRows(query))
                    .as(table)
                    .containsExactlyInAnyOrderElementsOf(fixture.mysqlRows(query));
        }
    }
}
