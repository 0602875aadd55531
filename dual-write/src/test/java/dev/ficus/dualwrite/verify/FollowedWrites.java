package dev.ficus.dualwrite.verify;

import dev.ficus.dualwrite.TestSides;
import dev.ficus.dualwrite.control.BinlogPosition;
import dev.ficus.dualwrite.control.Checkpoints;
import dev.ficus.dualwrite.control.Direction;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Stands in for the forward stream: repeats on PostgreSQL, in order and a little later, every statement that was written
 * through it, and carries beats in the same order.
 */
final class FollowedWrites implements AutoCloseable {
    private final TestSides sides;
    private final Connection source;
    private final List<String> written = new ArrayList<>();
    private final CompletableFuture<Void> running;
    private volatile boolean ended;

    FollowedWrites(TestSides sides, long epoch) {
        this.sides = sides;
        this.source = sides.openMysql();
        try (Connection postgres = sides.openPostgres()) {
            Checkpoints.begin(
                    postgres, sides.domain(), Direction.FORWARD, epoch, BinlogPosition.parse("binlog.000001:4"), null);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        this.running = CompletableFuture.runAsync(this::follow);
    }

    /** Commits a statement that both sides understand on MySQL. */
    synchronized void write(String sql) {
        try {
            TestSides.execute(source, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        written.add(sql);
    }

    private void follow() {
        try (Connection postgres = sides.openPostgres()) {
            for (int round = 5; !ended; round++) {
                List<String> batch;
                long beat;
                synchronized (this) {
                    batch = List.copyOf(written);
                    written.clear();
                    beat = TestSides.number(
                            source,
                            "SELECT coalesce(max(beat), 0) FROM ficus.beat WHERE domain = '" + sides.domain() + "'");
                }
                for (String sql : batch) {
                    TestSides.execute(postgres, sql);
                }
                TestSides.execute(
                        postgres,
                        "UPDATE ficus.checkpoint SET beat = " + beat + ", position = 'binlog.000001:" + round + "'");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws SQLException {
        ended = true;
        running.join();
        source.close();
    }
}
