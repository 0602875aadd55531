package dev.ficus.dualwrite.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.progress.Progress;
import dev.ficus.core.progress.ProgressEvent;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DomainSettings;
import dev.ficus.dualwrite.MysqlPair;
import dev.ficus.dualwrite.StranglerFixture;
import dev.ficus.dualwrite.connect.MysqlServer;
import dev.ficus.dualwrite.control.Hook;
import dev.ficus.dualwrite.control.Strangler;
import dev.ficus.sandbox.SharedServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each limit of a copy: it waits, says why, copies nothing meanwhile, and goes on; without the limit it does not wait. */
class LimitsIT {
    private static final int ROWS = 60;
    private static final int ROW_BYTES = 50_000;
    private static final BackfillOptions OPTIONS = new BackfillOptions(5, false, true).with(2);

    private final List<String> states = Collections.synchronizedList(new ArrayList<>());
    private StranglerFixture fixture;
    private DomainSettings domain;

    @Test
    void megabytesPerSecondAreKept() {
        tables(StranglerFixture.fresh());

        BackfillReport report = run(OPTIONS.with(new Pace(0, 1, 0, 0)), Hook.NONE, () -> {});

        assertThat(report.took())
                .as("3 MB at 1 MB/s, less the last chunk of each worker, which nothing waits behind")
                .isGreaterThan(Duration.ofMillis(2_000));
        assertWaited("waiting: the rate is limited");
    }

    @Test
    void copyWaitsWhileTooManyThreadsRun() {
        tables(StranglerFixture.fresh());
        try (SleepingThreads threads = new SleepingThreads(fixture, 15)) {
            AtomicBoolean copied = new AtomicBoolean();
            run(OPTIONS.with(new Pace(0, 0, 12, 0)), Hook.NONE, () -> {
                copied.set(chunksDone() > 0);
                threads.close();
            });

            assertThat(copied).as("a chunk was copied while 15 threads ran").isFalse();
            assertWaited(" threads run on MySQL");
        }
    }

    @Test
    void withoutALimitNothingWaits() {
        tables(StranglerFixture.fresh());
        try (SleepingThreads threads = new SleepingThreads(fixture, 15)) {
            run(OPTIONS, Hook.NONE, () -> {});

            assertThat(threads.running()).as("they ran all the time").isGreaterThanOrEqualTo(15);
            assertNeverWaited();
        }
    }

    @Test
    void copyWaitsWhileAStandbyOfPostgresIsBehindAndNotWithoutALimit() {
        tables(StranglerFixture.fresh());
        try (SlowStandby standby = new SlowStandby(fixture)) {
            standby.fallBehind(2);
            AtomicBoolean copied = new AtomicBoolean();
            run(OPTIONS.with(new Pace(0, 0, 0, 1)), Hook.NONE, () -> {
                copied.set(chunksDone() > 0);
                standby.close();
            });

            assertThat(copied).as("a chunk was copied meanwhile").isFalse();
            assertWaited("waiting: a standby of PostgreSQL is ");
        }
        tables(StranglerFixture.fresh());
        try (SlowStandby standby = new SlowStandby(fixture)) {
            standby.fallBehind(2);
            run(OPTIONS, Hook.NONE, () -> {});

            assertThat(standby.seconds()).as("it was behind all the time").isGreaterThanOrEqualTo(2);
            assertNeverWaited();
        }
    }

    @Test
    void copyWaitsForAReplicaThatIsBehindOrDoesNotReplicateAndNotWithoutALimit() throws SQLException {
        try (MysqlPair pair = MysqlPair.start()) {
            BackfillOptions options =
                    OPTIONS.with(new MysqlServer(pair.promoted())).with(Duration.ofSeconds(60));
            String go = pair.mariadb() ? "START SLAVE" : "START REPLICA";
            Pace limit = new Pace(0, 0, 0, 1);
            tables(pair);
            run(options.with(limit), atPlanned(pair::cut), () -> pair.onReplica(go));
            assertWaited("waiting: the replica does not replicate");

            tables(pair);
            run(options, atPlanned(pair::cut), () -> {});
            assertNeverWaited();
            pair.onReplica(go);

            tables(pair);
            try (Connection blocker = options.replica().orElseThrow().open()) {
                run(options.with(limit), atPlanned(() -> block(pair, blocker)), () -> rollback(blocker));
            }
            assertWaited("waiting: the replica is ");
        }
    }

    /** A row that is locked on the replica holds up what the primary writes to it. */
    private void block(MysqlPair pair, Connection blocker) {
        try (Statement statement = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            statement.execute("UPDATE big SET note = 'held' WHERE id = 1");
            fixture.mysql("UPDATE big SET note = 'new' WHERE id = 1");
            awaitThat(() -> {
                try {
                    return ReplicaLag.seconds(blocker).orElse(0) > 1;
                } catch (SQLException e) {
                    throw new AssertionError(e);
                }
            });
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static void rollback(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static Hook atPlanned(Runnable work) {
        return point -> {
            if (point.equals("backfill.planned")) {
                work.run();
            }
        };
    }

    private void tables(MysqlPair pair) {
        tables(StranglerFixture.on(
                pair.from(), SharedServers.server(DatabaseKind.POSTGRES).freshDatabase("primary")));
        pair.awaitReplica();
    }

    private void tables(StranglerFixture fresh) {
        fixture = fresh;
        domain = new DomainSettings(StranglerFixture.domain("limits"), List.of("big"));
        states.clear();
        fixture.mysql(
                "DROP TABLE IF EXISTS big",
                "CREATE TABLE big (id INT PRIMARY KEY, note MEDIUMTEXT)",
                "INSERT INTO big VALUES "
                        + IntStream.range(0, ROWS)
                                .mapToObj(i -> "(" + i + ", REPEAT('x', " + ROW_BYTES + "))")
                                .collect(Collectors.joining(", ")));
        fixture.postgres("CREATE TABLE big (id integer PRIMARY KEY, note text)");
    }

    /** @param waiting what is done when the copy first says that it waits */
    private BackfillReport run(BackfillOptions options, Hook hook, Runnable waiting) {
        AtomicBoolean first = new AtomicBoolean(true);
        Progress progress = event -> {
            if (event instanceof ProgressEvent.Count count && count.unit().equals("rows")) {
                states.add(count.state());
                if (count.state().contains("waiting: ") && first.getAndSet(false)) {
                    waiting.run();
                }
            }
        };
        Strangler plain = fixture.strangler(hook, domain);
        BackfillReport report = Backfill.run(
                new Strangler(plain.settings(), progress, plain.stop(), plain.hook()), domain.name(), options);
        assertThat(fixture.postgresRows("SELECT count(*) FROM big")).containsExactly("" + ROWS);
        return report;
    }

    private long chunksDone() {
        return Long.parseLong(fixture.postgresRows("SELECT count(*) FROM ficus.chunk WHERE done_at IS NOT NULL")
                .get(0));
    }

    private void assertWaited(String reason) {
        assertThat(states).anySatisfy(state -> assertThat(state).contains(reason));
    }

    private void assertNeverWaited() {
        assertThat(states).isNotEmpty().noneMatch(state -> state.contains("waiting"));
    }

    static void awaitThat(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited for too long").isLessThan(end);
            Thread.onSpinWait();
        }
    }
}
