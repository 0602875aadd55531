package dev.ficus.dualwrite.backfill;

import dev.ficus.dualwrite.StranglerFixture;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Statements that run on MySQL, and do nothing, until they are closed. */
final class SleepingThreads implements AutoCloseable {
    private static final String STATEMENT = "SELECT SLEEP(600)";

    private static final String INTERRUPTED = "70100";

    private final StranglerFixture fixture;
    private final List<Thread> threads = new ArrayList<>();

    /** Returns once they count in Threads_running. */
    SleepingThreads(StranglerFixture fixture, int count) {
        this.fixture = fixture;
        for (int i = 0; i < count; i++) {
            Thread thread = new Thread(this::sleep, "sleeping-" + i);
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
        LimitsIT.awaitThat(() -> running() >= count);
    }

    long running() {
        return Long.parseLong(fixture.mysqlRows("SHOW GLOBAL STATUS LIKE 'Threads_running'")
                .get(0)
                .split("\\|")[1]);
    }

    /** A SLEEP that is killed gives 1 on MySQL, and an error on MariaDB. */
    private void sleep() {
        try (Connection connection = fixture.mysql().open();
                Statement statement = connection.createStatement()) {
            statement.execute(STATEMENT);
        } catch (SQLException e) {
            if (!INTERRUPTED.equals(e.getSQLState())) {
                throw new AssertionError(e);
            }
        }
    }

    @Override
    public void close() {
        fixture.mysqlRows("SELECT id FROM information_schema.processlist WHERE info = '" + STATEMENT + "'")
                .forEach(id -> fixture.mysql("KILL QUERY " + id));
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
