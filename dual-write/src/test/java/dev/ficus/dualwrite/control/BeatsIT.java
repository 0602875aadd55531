package dev.ficus.dualwrite.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.dualwrite.StranglerFixture;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The first beat of a domain, which several commands may send at once. */
class BeatsIT {
    private static final int SESSIONS = 16;
    private static final int ROUNDS = 20;

    private final StranglerFixture fixture = StranglerFixture.fresh();
    private String domain = StranglerFixture.domain("beats");

    /** The heart of a stream that has just begun, and the gate of a cutover. */
    @Test
    void firstBeatThatAnotherSessionIsAboutToCommitIsWaitedFor() throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try (Connection first = fixture.postgres().open();
                Connection second = fixture.postgres().open()) {
            first.setAutoCommit(false);
            execute(first, "INSERT INTO ficus.beat (domain, beat) VALUES ('" + domain + "', 7)");
            Future<Long> beat = other.submit(() -> Beats.send(second, domain));
            awaitBlocked();
            first.commit();

            assertThat(beat.get(20, TimeUnit.SECONDS)).isEqualTo(8);
        } finally {
            other.shutdownNow();
        }
    }

    /** InnoDB lets all of them lock the gap where the row will be, and breaks one deadlock after the other if they do. */
    @Test
    void firstBeatsOfManySessionsAreCountedOneByOneOnMysql() throws Exception {
        assertCountedOneByOne(() -> fixture.mysql().open());
    }

    @Test
    void firstBeatsOfManySessionsAreCountedOneByOneOnPostgres() throws Exception {
        assertCountedOneByOne(() -> fixture.postgres().open());
    }

    private void assertCountedOneByOne(Callable<Connection> opened) throws Exception {
        List<Long> counted = LongStream.rangeClosed(1, SESSIONS).boxed().toList();
        for (int round = 0; round < ROUNDS; round++) {
            domain = StranglerFixture.domain("beats");
            assertThat(sent(opened)).isEqualTo(counted);
        }
    }

    private List<Long> sent(Callable<Connection> opened) throws Exception {
        CyclicBarrier together = new CyclicBarrier(SESSIONS);
        Callable<Long> session = () -> {
            try (Connection connection = opened.call()) {
                together.await(20, TimeUnit.SECONDS);
                return Beats.send(connection, domain);
            }
        };
        ExecutorService sessions = Executors.newFixedThreadPool(SESSIONS);
        try {
            List<Long> beats = new ArrayList<>();
            for (Future<Long> beat : sessions.invokeAll(Collections.nCopies(SESSIONS, session))) {
                beats.add(beat.get());
            }
            return beats.stream().sorted().toList();
        } finally {
            sessions.shutdownNow();
        }
    }

    private void awaitBlocked() throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (fixture.postgresRows("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                        + " AND query LIKE 'INSERT INTO ficus.beat%' AND datname = current_database()")
                .isEmpty()) {
            assertThat(System.nanoTime()).as("the second session waits").isLessThan(end);
            Thread.sleep(5);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
