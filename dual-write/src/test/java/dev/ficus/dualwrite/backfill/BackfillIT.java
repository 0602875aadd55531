package dev.ficus.dualwrite.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.settings.DomainSettings;
import dev.ficus.dualwrite.StranglerFixture;
import dev.ficus.dualwrite.control.Hook;
import dev.ficus.dualwrite.control.Strangler;
import dev.ficus.dualwrite.scan.ScanOptions;
import dev.ficus.dualwrite.stream.Sync;
import dev.ficus.dualwrite.stream.SyncOptions;
import dev.ficus.sandbox.FaultProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The copy of a domain on real servers: complete, resumable at every point, and never ahead of its own replay. */
class BackfillIT {
    private static final int ROWS = 95;
    private static final BackfillOptions SMALL_CHUNKS = new BackfillOptions(10, false, true);
    /** For tests that count chunks one after the other. */
    private static final BackfillOptions ONE_WORKER = SMALL_CHUNKS.with(1);

    private static final BackfillOptions UNSCANNED =
            new BackfillOptions(10, false, true, ScanOptions.ALL.limitedTo(OptionalLong.of(0)));

    private StranglerFixture fixture;
    private DomainSettings domain;

    @BeforeEach
    void createShop() {
        fixture = StranglerFixture.fresh();
        fixture.mysql(
                "CREATE TABLE item (id INT UNSIGNED PRIMARY KEY AUTO_INCREMENT, name VARCHAR(40), price DECIMAL(10,2),"
                        + " kind ENUM('a','b'), made DATETIME(6), seen TIMESTAMP(3) NULL, live BIT(1), UNIQUE KEY u (name))",
                "CREATE TABLE part (item INT UNSIGNED NOT NULL, code VARCHAR(10) NOT NULL, note TEXT,"
                        + " PRIMARY KEY (item, code), FOREIGN KEY (item) REFERENCES item (id))");
        String items = IntStream.rangeClosed(1, ROWS)
                .mapToObj(i -> "(" + i + ", 'name " + i + "', " + i + ".50, 'b', '2024-02-29 23:59:59.123456',"
                        + " '2024-06-01 10:00:00.5', b'1')")
                .collect(Collectors.joining(", "));
        String parts = IntStream.rangeClosed(1, ROWS)
                .mapToObj(i -> "(" + i + ", 'A', 'tab\\there, line\\nthere, back\\\\slash')")
                .collect(Collectors.joining(", "));
        fixture.mysql("INSERT INTO item VALUES " + items, "INSERT INTO part VALUES " + parts);
        fixture.postgres(
                "CREATE TABLE item (id bigint PRIMARY KEY, name varchar(40), price numeric(10,2), kind text,"
                        + " made timestamp(6), seen timestamptz(3), live boolean)",
                "CREATE UNIQUE INDEX item_u ON item (name)",
                "CREATE TABLE part (item bigint NOT NULL REFERENCES item (id), code varchar(10) NOT NULL, note text,"
                        + " PRIMARY KEY (item, code))");
        domain = new DomainSettings(StranglerFixture.domain("shop"), List.of("item", "part"));
    }

    @Test
    void everyRowIsCopiedAndTheDomainEntersMirroring() {
        BackfillReport report = Backfill.run(fixture.strangler(domain), domain.name(), SMALL_CHUNKS);

        assertThat(report.rows()).isEqualTo(2L * ROWS);
        assertSidesEqual();
        assertThat(fixture.postgresRows("SELECT phase, epoch FROM ficus.domain"))
                .containsExactly("mirroring|2");
        assertThat(fixture.postgresRows("SELECT indexname FROM pg_indexes WHERE tablename = 'item' ORDER BY 1"))
                .as("indexes taken down for the load are built again")
                .containsExactly("item_pkey", "item_u");
        assertThat(fixture.postgresRows(
                        "SELECT contype FROM pg_constraint WHERE conrelid = 'part'::regclass" + " AND contype = 'f'"))
                .containsExactly("f");
    }

    @Test
    void theCopyIsFencedAgainstTheApplication() {
        Backfill.run(fixture.strangler(domain), domain.name(), SMALL_CHUNKS);

        assertThatThrownBy(() -> fixture.postgres("DELETE FROM part"))
                .rootCause()
                .hasMessageContaining("ficus fence: domain " + domain.name() + " is in phase mirroring (epoch 2)");
    }

    @Test
    void crashAtAnyPointIsResumedToEqualSides() {
        Set<String> points = Collections.synchronizedSet(new LinkedHashSet<>());
        Backfill.run(fixture.strangler(points::add, domain), domain.name(), SMALL_CHUNKS);
        assertThat(points).contains("backfill.chunk-written", "backfill.copied", "stream.written", "backfill.rebuilt");

        for (String point : points) {
            createShop();
            AtomicBoolean crashed = new AtomicBoolean();
            Hook hook = reached -> {
                if (reached.equals(point) && !crashed.getAndSet(true)) {
                    throw new CrashedHere();
                }
            };
            assertThatThrownBy(() -> run(hook)).as(point).isInstanceOf(CrashedHere.class);
            fixture.mysql("UPDATE item SET price = 7 WHERE id = 3", "DELETE FROM part WHERE item = 50");
            if (!fixture.postgresRows("SELECT phase FROM ficus.domain").equals(List.of("mirroring"))) {
                run(Hook.NONE);
            }
            Sync.run(fixture.strangler(domain), List.of(domain), new SyncOptions(true, false), name -> {});
            assertSidesEqual();
            assertThat(fixture.postgresRows("SELECT count(*) FROM pg_indexes WHERE indexname = 'item_u'"))
                    .as("index after a crash at " + point)
                    .containsExactly("1");
        }
    }

    @Test
    void chunkThatWasCommittedIsNotCopiedAgainAfterCrash() {
        AtomicInteger committed = new AtomicInteger();
        Hook third = point -> {
            if (point.equals("backfill.chunk-committed") && committed.incrementAndGet() == 3) {
                throw new CrashedHere();
            }
        };
        assertThatThrownBy(() -> Backfill.run(fixture.strangler(third, domain), domain.name(), ONE_WORKER))
                .isInstanceOf(CrashedHere.class);
        assertThat(fixture.postgresRows("SELECT count(*) FROM ficus.chunk WHERE done_at IS NOT NULL"))
                .containsExactly("3");

        AtomicInteger written = new AtomicInteger();
        run(point -> written.addAndGet(point.equals("backfill.chunk-written") ? 1 : 0));

        assertThat(written.get() + 3)
                .as("chunks written by both runs")
                .isEqualTo(Integer.parseInt(
                        fixture.postgresRows("SELECT count(*) FROM ficus.chunk").get(0)));
        assertSidesEqual();
    }

    @Test
    void writesDuringTheCopyAreReplayedAndDeletedRowsStayDeleted() {
        AtomicInteger chunks = new AtomicInteger();
        Hook writer = point -> {
            if (point.equals("backfill.chunk-written")) {
                int n = chunks.incrementAndGet();
                fixture.mysql(
                        "UPDATE item SET name = 'changed " + n + "' WHERE id = " + n,
                        "DELETE FROM part WHERE item = " + (ROWS - n),
                        "INSERT INTO item (name, price) VALUES ('new " + n + "', 1)",
                        "UPDATE item SET id = " + (1000 + n) + " WHERE name = 'new " + n + "'",
                        "DELETE FROM part WHERE item = " + (2 * n),
                        "DELETE FROM item WHERE id = " + (2 * n));
            }
        };
        Backfill.run(fixture.strangler(writer, domain), domain.name(), ONE_WORKER);

        assertThat(chunks.get()).isGreaterThan(10);
        assertSidesEqual();
    }

    @Test
    void connectionsThatAreCutDoNotEndABackfillWithPatience() {
        try (FaultProxy mysql = FaultProxy.before(fixture.from());
                FaultProxy postgres = FaultProxy.before(fixture.to())) {
            StranglerFixture behind =
                    new StranglerFixture(mysql.through(fixture.from()), postgres.through(fixture.to()));
            AtomicInteger reached = new AtomicInteger();
            AtomicBoolean late = new AtomicBoolean();
            Hook cutting = point -> {
                if (point.equals("backfill.chunk-written")) {
                    int chunk = reached.incrementAndGet();
                    if (chunk == 3) {
                        postgres.cut();
                    } else if (chunk == 9) {
                        mysql.cut();
                    }
                } else if (point.equals("backfill.copied")
                        || point.equals("backfill.rebuilt") && !late.getAndSet(true)) {
                    postgres.cut();
                    mysql.cut();
                }
            };

            Backfill.run(behind.strangler(cutting, domain), domain.name(), SMALL_CHUNKS.with(Duration.ofSeconds(60)));

            assertSidesEqual();
            assertThat(fixture.postgresRows("SELECT phase FROM ficus.domain")).containsExactly("mirroring");
            assertThat(fixture.postgresRows("SELECT count(*) FROM ficus.detached"))
                    .containsExactly("0");
        }
    }

    @Test
    void twoRowsThatSwapAUniqueValueDuringTheCopyDoNotStopIt() {
        AtomicBoolean swapped = new AtomicBoolean();
        Hook writer = point -> {
            if (point.equals("backfill.chunk-written") && !swapped.getAndSet(true)) {
                fixture.mysql(
                        "UPDATE item SET name = 'tmp' WHERE id = 1",
                        "UPDATE item SET name = 'name 1' WHERE id = 90",
                        "UPDATE item SET name = 'name 90' WHERE id = 1");
            }
        };
        run(writer);

        assertSidesEqual();
    }

    @Test
    void stopEndsAtAChunkBoundaryAndIsResumed() {
        AtomicInteger committed = new AtomicInteger();
        Strangler running = fixture.strangler(domain);
        Strangler stopping = new Strangler(
                running.settings(),
                running.progress(),
                () -> committed.get() >= 2,
                point -> committed.addAndGet(point.equals("backfill.chunk-committed") ? 1 : 0));

        assertThatThrownBy(() -> Backfill.run(stopping, domain.name(), SMALL_CHUNKS))
                .isInstanceOfSatisfying(FicusException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.INTERRUPTED);
                    assertThat(e.problem().fix()).contains("ficus backfill " + domain.name());
                });
        run(Hook.NONE);
        assertSidesEqual();
    }

    @Test
    void zeroDateIsRefusedWithTableColumnAndKeyAndTheRestIsKept() {
        withoutStrictMode("UPDATE item SET made = '0000-00-00' WHERE id = 42");

        assertThatThrownBy(() -> Backfill.run(fixture.strangler(domain), domain.name(), UNSCANNED))
                .isInstanceOfSatisfying(FicusException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.VALUE_NOT_CONVERTIBLE);
                    assertThat(e.problem().what()).contains("made").contains("[42]");
                    assertThat(e.problem().where()).contains("item");
                });
        fixture.mysql("UPDATE item SET made = '2024-01-01' WHERE id = 42");
        run(Hook.NONE);
        assertSidesEqual();
    }

    @Test
    void tableWithForeignRowsIsRefusedAndRestartEmptiesIt() {
        fixture.postgres("INSERT INTO item (id) VALUES (999999)");

        assertThatThrownBy(() -> run(Hook.NONE))
                .isInstanceOfSatisfying(
                        FicusException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TABLE_NOT_EMPTY));
        Backfill.run(fixture.strangler(domain), domain.name(), new BackfillOptions(10, true, true));
        assertSidesEqual();
    }

    @Test
    void tableWithoutPrimaryKeyIsRefused() {
        fixture.mysql("CREATE TABLE heap (a INT)");
        DomainSettings keyless = new DomainSettings(StranglerFixture.domain("heap"), List.of("heap"));

        assertThatThrownBy(() -> Backfill.run(fixture.strangler(keyless), keyless.name(), SMALL_CHUNKS))
                .isInstanceOfSatisfying(
                        FicusException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TABLE_WITHOUT_KEY));
    }

    @Test
    void secondBackfillOfTheSameDomainIsRefusedWhileOneRuns() {
        List<ErrorCode> refused = new ArrayList<>();
        Hook second = point -> {
            if (point.equals("backfill.planned")) {
                try {
                    run(Hook.NONE);
                } catch (FicusException e) {
                    refused.add(e.code());
                }
            }
        };
        run(second);

        assertThat(refused).containsExactly(ErrorCode.LOCK_HELD);
    }

    private BackfillReport run(Hook hook) {
        return Backfill.run(fixture.strangler(hook, domain), domain.name(), SMALL_CHUNKS);
    }

    private void withoutStrictMode(String sql) {
        try (java.sql.Connection connection = fixture.mysql().open();
                java.sql.Statement statement = connection.createStatement()) {
            statement.execute("SET SESSION sql_mode = ''");
            statement.execute(sql);
        } catch (java.sql.SQLException e) {
            throw new AssertionError(e);
        }
    }

    private void assertSidesEqual() {
        String item = "SELECT id, name, price, kind, %s, %s, %s FROM item ORDER BY id";
        assertThat(fixture.postgresRows(String.format(
                        item,
                        "to_char(made, 'YYYY-MM-DD HH24:MI:SS.US')",
                        "to_char(seen at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.MS')",
                        "live::int")))
                .isEqualTo(
                        fixture.mysqlRows(String.format(item, "cast(made as char)", "cast(seen as char)", "live+0")));
        String part = "SELECT item, code, note FROM part ORDER BY item, code";
        assertThat(fixture.postgresRows(part)).isEqualTo(fixture.mysqlRows(part));
    }

    private static final class CrashedHere extends RuntimeException {
        private static final long serialVersionUID = 1;
    }
}
