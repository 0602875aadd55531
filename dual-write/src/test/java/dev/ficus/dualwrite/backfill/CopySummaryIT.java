package dev.ficus.dualwrite.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ficus.core.settings.DomainSettings;
import dev.ficus.dualwrite.StranglerFixture;
import dev.ficus.dualwrite.backfill.BackfillReport.CopiedTable;
import dev.ficus.dualwrite.control.Control;
import dev.ficus.dualwrite.control.Hook;
import dev.ficus.sandbox.FaultProxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the end of a backfill tells of each table, over all of its runs. */
class CopySummaryIT {
    private static final int ROWS = 300;
    private static final BackfillOptions OPTIONS = new BackfillOptions(20, false, true).with(3);

    private StranglerFixture fixture;
    private DomainSettings domain;

    @BeforeEach
    void createTables() {
        fixture = StranglerFixture.fresh();
        for (String table : List.of("first", "second")) {
            fixture.mysql(
                    "CREATE TABLE " + table + " (id INT PRIMARY KEY)",
                    "INSERT INTO " + table + " VALUES "
                            + IntStream.range(0, ROWS)
                                    .mapToObj(i -> "(" + i + ")")
                                    .collect(Collectors.joining(", ")));
            fixture.postgres("CREATE TABLE " + table + " (id integer PRIMARY KEY)");
        }
        domain = new DomainSettings(StranglerFixture.domain("d"), List.of("first", "second"));
    }

    @Test
    void runWithoutFailuresHasRowsBytesAndTimeOfEachTableAndNoErrors() {
        BackfillReport report = Backfill.run(fixture.strangler(domain), domain.name(), OPTIONS);

        assertThat(report.tables()).extracting(CopiedTable::table).containsExactly("first", "second");
        assertThat(report.tables()).extracting(CopiedTable::rows).containsOnly((long) ROWS);
        assertThat(report.tables())
                .allSatisfy(table -> assertThat(table.bytes())
                        .as("four bytes of each key, and what COPY puts around them")
                        .isBetween(ROWS * 4L, ROWS * 20L));
        assertThat(report.tables()).extracting(CopiedTable::errors).containsOnly(0);
        assertThat(report.tables())
                .allSatisfy(table -> assertThat(table.worked()).isBetween(Duration.ofMillis(1), report.took()));
    }

    @Test
    void timeAndErrorsOfARunThatFailedAreKeptByTheNextOne() {
        AtomicInteger arrivals = new AtomicInteger();
        Hook failing = point -> {
            if (point.equals("backfill.chunk-written") && arrivals.incrementAndGet() == 20) {
                throw new IllegalStateException("failed");
            }
        };
        assertThatThrownBy(() -> Backfill.run(fixture.strangler(failing, domain), domain.name(), OPTIONS))
                .hasMessage("failed");
        List<CopiedTable> before = summary();
        assertThat(before.stream().mapToInt(CopiedTable::errors).sum())
                .as("the chunk of the worker that failed, and not those that others ended")
                .isEqualTo(1);

        List<CopiedTable> after =
                Backfill.run(fixture.strangler(domain), domain.name(), OPTIONS).tables();

        assertThat(after.stream().mapToInt(CopiedTable::errors).sum()).isEqualTo(1);
        assertThat(after.get(0).worked())
                .as("the first table was copied by the first run, all or almost all of it")
                .isGreaterThanOrEqualTo(before.get(0).worked())
                .isGreaterThan(Duration.ZERO);
        assertThat(after).extracting(CopiedTable::rows).containsOnly((long) ROWS);
    }

    @Test
    void errorsAreCountedThoughPostgresWasAwayWhenTheyHappened() {
        try (FaultProxy postgres = FaultProxy.before(fixture.to())) {
            StranglerFixture behind = new StranglerFixture(fixture.from(), postgres.through(fixture.to()));
            AtomicInteger arrivals = new AtomicInteger();
            Hook cutting = point -> {
                if (point.equals("backfill.chunk-written") && arrivals.incrementAndGet() == 5) {
                    postgres.cut();
                }
            };
            BackfillReport report = Backfill.run(
                    behind.strangler(cutting, domain), domain.name(), OPTIONS.with(Duration.ofSeconds(60)));

            assertThat(report.tables().stream().mapToInt(CopiedTable::errors).sum())
                    .as("the worker at the hook had a chunk, and so may have the others")
                    .isBetween(1, OPTIONS.workers());
            assertThat(report.tables()).extracting(CopiedTable::rows).containsOnly((long) ROWS);
        }
    }

    @Test
    void timeOfChunksThatWereCopiedTogetherCountsOnceAndTimeBetweenRunsDoesNot() {
        fixture.register(domain.name(), "first");
        chunk(0, "'2026-01-01 10:00:00'", "'2026-01-01 10:00:10'");
        chunk(1, "'2026-01-01 10:00:05'", "'2026-01-01 10:00:12'");
        chunk(2, "'2026-01-01 12:00:00'", "'2026-01-01 12:00:00.5'");
        chunk(3, "NULL", "'2026-01-01 13:00:00'");
        chunk(4, "'2026-01-01 14:00:01'", "'2026-01-01 14:00:00'");

        assertThat(summary())
                .as("a chunk of an earlier release has no beginning, and a clock that was set back no length")
                .containsExactly(new CopiedTable("first", 5, 50, 5, Duration.ofMillis(12_500), 0));
    }

    private void chunk(int number, String began, String done) {
        fixture.postgres(
                "INSERT INTO ficus.chunk (domain, table_name, number, row_count, byte_count, began_at, done_at)"
                        + " VALUES ('" + domain.name() + "', 'first', " + number + ", 1, 10, " + began + ", " + done
                        + ")");
    }

    private List<CopiedTable> summary() {
        try (Control control = Control.open(fixture.postgres())) {
            return new ChunkLedger(control, domain.name()).summary();
        }
    }
}
