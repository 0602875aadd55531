package dev.ficus.dualwrite.cutover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.error.FicusException;
import dev.ficus.dualwrite.control.Hook;
import dev.ficus.dualwrite.control.Patience;
import dev.ficus.dualwrite.control.Phase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** A process that has lost its lock on PostgreSQL, and does not know it yet, changes nothing on MySQL any more. */
class LostLockIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String HOLDER = "FROM pg_locks WHERE locktype = 'advisory' AND granted"
            + " AND (classid::bigint << 32 | objid::bigint) = hashtextextended('ficus:cutover:%s', 0)";

    @Test
    void fenceThatAwaitsATransactionIsNotTakenBehindTheBackOfARecovery() throws SQLException {
        try (CutoverScene scene = CutoverScene.streaming();
                Connection application = scene.sides.openMysql()) {
            scene.verify();
            Hook hook = point -> {
                if (point.equals("cutover.reserved")) {
                    holdATable(application);
                }
            };
            CutoverOptions patient = CutoverOptions.defaults();
            CompletableFuture<CutoverReport> zombie = CompletableFuture.supplyAsync(
                    () -> Cutover.run(scene.sides.strangler(hook), scene.domain(), Phase.DUAL_WRITE, patient));
            await(() -> scene.sides.mysqlNumber("SELECT count(*) FROM information_schema.processlist"
                            + " WHERE state LIKE 'Waiting for table metadata lock%' AND info LIKE 'CREATE TRIGGER%'")
                    > 0);

            scene.sides.postgresNumber("SELECT count(pg_terminate_backend(pid)) " + HOLDER.formatted(scene.domain()));
            await(() -> {
                Recovery.recover(scene.sides.strangler(), scene.domain());
                return scene.sides.postgresNumber("SELECT count(*) FROM ficus.journal WHERE domain = '" + scene.domain()
                                + "' AND state = 'undone'")
                        == 1;
            });
            application.commit();
            assertThat(failure(zombie)).isInstanceOf(FicusException.class);

            assertThat(scene.mysqlTraces()).isEmpty();
            assertThat(scene.writeMysql()).isEmpty();
            assertThat(scene.state().phase()).isEqualTo(Phase.MIRRORING);
        }
    }

    private static void holdATable(Connection application) {
        try {
            application.setAutoCommit(false);
            application.createStatement().execute("SELECT * FROM purchase LIMIT 1");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Throwable failure(CompletableFuture<?> future) {
        try {
            future.join();
            return new AssertionError("it went through");
        } catch (CompletionException e) {
            return e.getCause();
        }
    }

    private interface Condition {
        boolean holds();
    }

    private static void await(Condition condition) {
        Patience patience = Patience.of(SOON);
        while (!condition.holds()) {
            assertThat(patience.over()).as("in time").isFalse();
            patience.nap(Duration.ofMillis(20));
        }
    }
}
