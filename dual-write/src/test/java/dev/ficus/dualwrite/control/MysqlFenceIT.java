package dev.ficus.dualwrite.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.dualwrite.TestSides;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MysqlFenceIT {
    private static final String INSERT =
            "INSERT INTO purchase (customer, total, made) VALUES ('ana', 1.00, '2024-01-01')";

    private final TestSides sides = TestSides.create();
    private Connection ficus;
    private Connection application;

    @BeforeEach
    void open() {
        ficus = sides.openMysql();
        application = sides.openMysql();
    }

    @AfterEach
    void close() throws SQLException {
        ficus.close();
        application.close();
    }

    @Test
    void unfencedTableTakesWrites() throws SQLException {
        TestSides.execute(application, INSERT);

        assertThat(sides.mysqlNumber("SELECT count(*) FROM purchase")).isOne();
        assertThat(fence().present()).isEmpty();
    }

    @Test
    void fencedTableRefusesInsertUpdateAndDeleteAndNamesOwnerAndEpoch() throws SQLException {
        TestSides.execute(application, INSERT);
        fence().take(Owner.POSTGRES, 7, seconds(5));

        for (String write : new String[] {
            INSERT, "UPDATE purchase SET total = 2", "DELETE FROM purchase", "REPLACE" + INSERT.substring(6)
        }) {
            assertThatThrownBy(() -> TestSides.execute(application, write))
                    .as(write)
                    .asInstanceOf(InstanceOfAssertFactories.type(SQLException.class))
                    .matches(MysqlFence::refused)
                    .extracting(Throwable::getMessage, InstanceOfAssertFactories.STRING)
                    .contains("ficus fence: domain " + sides.domain() + " is owned by postgres (epoch 7)");
        }
        assertThat(fence().present()).containsExactly("line", "purchase");
    }

    @Test
    void admittedSessionWritesThroughTheFenceOfItsDomainAlone() throws SQLException {
        fence().take(Owner.POSTGRES, 2, seconds(5));

        MysqlFence.admit(application, "another");
        assertThatThrownBy(() -> TestSides.execute(application, INSERT)).isInstanceOf(SQLException.class);

        MysqlFence.admit(application, sides.domain());
        assertThatCode(() -> TestSides.execute(application, INSERT)).doesNotThrowAnyException();
    }

    @Test
    void liftedFenceLeavesNoTriggerAndTakesWrites() throws SQLException {
        fence().take(Owner.POSTGRES, 2, seconds(5));
        fence().lift(seconds(5));
        fence().lift(seconds(5));

        assertThat(fence().traces()).isEmpty();
        assertThatCode(() -> TestSides.execute(application, INSERT)).doesNotThrowAnyException();
    }

    @Test
    void fenceOfAnOlderEpochIsReplacedByOneOfTheNewEpoch() {
        fence().take(Owner.POSTGRES, 2, seconds(5));
        fence().take(Owner.POSTGRES, 4, seconds(5));

        assertThatThrownBy(() -> TestSides.execute(application, INSERT)).hasMessageContaining("(epoch 4)");
        assertThat(sides.mysqlNumber(
                        "SELECT count(*) FROM information_schema.triggers WHERE trigger_schema = database()"))
                .as("three triggers on each of two tables")
                .isEqualTo(6);
    }

    @Test
    void fenceThatIsThereInPartIsCompletedOrLifted() throws SQLException {
        fence().take(Owner.POSTGRES, 2, seconds(5));
        TestSides.execute(ficus, "DROP TRIGGER ficus_fence_u_2_purchase");
        assertThat(fence().present()).containsExactly("line");

        fence().take(Owner.POSTGRES, 2, seconds(5));
        assertThat(fence().present()).containsExactly("line", "purchase");

        TestSides.execute(ficus, "DROP TRIGGER ficus_fence_u_2_purchase");
        fence().lift(seconds(5));
        assertThat(fence().traces()).isEmpty();
    }

    @Test
    void takeWaitsForTheTransactionThatHasWrittenAndItsRowsAreKept() throws Exception {
        application.setAutoCommit(false);
        TestSides.execute(application, INSERT);
        CountDownLatch waiting = new CountDownLatch(1);
        MysqlFence fence = fence().onWait((table, attempt) -> waiting.countDown());
        CompletableFuture<Void> taken = CompletableFuture.runAsync(() -> fence.take(Owner.POSTGRES, 2, seconds(30)));

        assertThat(waiting.await(20, TimeUnit.SECONDS)).as("the fence waits").isTrue();
        assertThat(taken).isNotDone();
        application.commit();
        taken.get(20, TimeUnit.SECONDS);

        assertThat(sides.mysqlNumber("SELECT count(*) FROM purchase")).isOne();
    }

    @Test
    void transactionThatBeganBeforeTheFenceAndWritesAfterItIsRefused() throws SQLException {
        application.setAutoCommit(false);
        TestSides.number(application, "SELECT count(*) FROM information_schema.tables");
        fence().take(Owner.POSTGRES, 2, seconds(5));

        assertThatThrownBy(() -> TestSides.execute(application, INSERT))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("ficus fence");
    }

    @Test
    void fenceThatCannotGetItsLockGivesUpInTimeAndNamesTheTransaction() throws SQLException {
        application.setAutoCommit(false);
        TestSides.execute(application, INSERT);
        long id = TestSides.number(application, "SELECT connection_id()");

        assertThatThrownBy(() -> fence().take(Owner.POSTGRES, 2, Patience.of(Duration.ofMillis(1500))))
                .asInstanceOf(InstanceOfAssertFactories.type(FicusException.class))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.TIMED_OUT))
                .satisfies(e -> assertThat(e.problem().what()).contains("connection " + id + " of user"));
    }

    @Test
    void longTableNamesGetTriggerNamesThatFitAndDiffer() {
        String prefix = "a".repeat(63);
        String one = MysqlFence.triggerName(FenceEvent.INSERT, 1, table(prefix + "b"));
        String other = MysqlFence.triggerName(FenceEvent.INSERT, 1, table(prefix + "c"));

        assertThat(one).hasSize(64).isNotEqualTo(other);
    }

    private dev.ficus.dualwrite.table.Table table(String name) {
        dev.ficus.dualwrite.table.Table purchase = sides.tables().get(0);
        return new dev.ficus.dualwrite.table.Table(
                purchase.database(),
                name,
                name,
                purchase.columns(),
                purchase.key(),
                purchase.indexes(),
                purchase.foreignKeys());
    }

    private MysqlFence fence() {
        return new MysqlFence(ficus, sides.domain(), sides.tables());
    }

    private static Patience seconds(int seconds) {
        return Patience.of(Duration.ofSeconds(seconds));
    }
}
