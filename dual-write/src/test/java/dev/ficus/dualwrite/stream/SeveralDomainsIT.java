package dev.ficus.dualwrite.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.settings.DomainSettings;
import dev.ficus.dualwrite.StranglerFixture;
import dev.ficus.dualwrite.backfill.Backfill;
import dev.ficus.dualwrite.backfill.BackfillOptions;
import dev.ficus.dualwrite.control.Hook;
import dev.ficus.dualwrite.control.Strangler;
import dev.ficus.dualwrite.stream.StreamStatus.State;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one domain of a run does must not end the others. */
final class SeveralDomainsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final StranglerFixture fixture = StranglerFixture.fresh();
    private final List<DomainSettings> domains = List.of(
            new DomainSettings(StranglerFixture.domain("first"), List.of("a")),
            new DomainSettings(StranglerFixture.domain("second"), List.of("b")));
    private final Map<String, StreamStatus> statuses = new ConcurrentHashMap<>();
    private final AtomicBoolean stop = new AtomicBoolean();

    @BeforeEach
    void mirrorBoth() {
        fixture.mysql("CREATE TABLE a (id INT PRIMARY KEY)", "CREATE TABLE b (id INT PRIMARY KEY)");
        fixture.postgres("CREATE TABLE a (id integer PRIMARY KEY)", "CREATE TABLE b (id integer PRIMARY KEY)");
        for (DomainSettings domain : domains) {
            Backfill.run(
                    fixture.strangler(domains.toArray(DomainSettings[]::new)), domain.name(), BackfillOptions.DEFAULT);
        }
    }

    @AfterEach
    void end() {
        stop.set(true);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void unexpectedFailureStopsItsDomainAloneAndIsReported(int broken) throws Exception {
        failsUnexpectedly(broken, () -> {
            throw new IllegalStateException("a bug");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void errorOfTheMachineStopsItsDomainAloneAndIsReported(int broken) throws Exception {
        failsUnexpectedly(broken, () -> {
            throw new StackOverflowError();
        });
    }

    private void failsUnexpectedly(int broken, Runnable failure) throws Exception {
        String bad = domains.get(broken).name();
        DomainSettings good = domains.get(1 - broken);
        CompletableFuture<SyncReport> sync = CompletableFuture.supplyAsync(() -> Sync.run(
                stoppable(),
                domains,
                new SyncOptions(false, false, status -> statuses.put(status.domain(), status)),
                domain -> {
                    if (domain.equals(bad)) {
                        failure.run();
                    }
                }));
        await("its domain has failed", () -> state(bad) == State.FAILED);
        String table = good.tables().get(0);
        fixture.mysql("INSERT INTO " + table + " VALUES (7)");
        await(
                "the other domain goes on",
                () -> fixture.postgresRows("SELECT id FROM " + table).equals(List.of("7")));
        assertThat(sync).isNotDone();

        stop.set(true);
        SyncReport report = sync.get(60, TimeUnit.SECONDS);

        assertThat(statuses.get(bad).error()).contains(ErrorCode.INTERNAL);
        assertThat(report.domains().get(broken).failure())
                .hasValueSatisfying(e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL));
        assertThat(report.domains().get(1 - broken).failure()).isEmpty();
    }

    private Strangler stoppable() {
        Strangler all = fixture.strangler(domains.toArray(DomainSettings[]::new));
        return new Strangler(all.settings(), all.progress(), stop::get, Hook.NONE);
    }

    private State state(String domain) {
        StreamStatus status = statuses.get(domain);
        return status == null ? State.STARTING : status.state();
    }

    private static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            LockSupport.parkNanos(20_000_000);
        }
    }
}
