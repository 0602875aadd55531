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
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresFenceIT {
    private static final String INSERT =
            "INSERT INTO purchase (customer, total, made) VALUES ('ana', 1.00, '2024-01-01')";

    private final TestSides sides = TestSides.create();
    private Connection ficus;
    private Connection application;

    @BeforeEach
    void open() {
        sides.phase(Phase.MIRRORING, 5);
        ficus = sides.openPostgres();
        application = sides.openPostgres();
    }

    @AfterEach
    void close() throws SQLException {
        ficus.close();
        application.close();
    }

    @Test
    void fencedTableRefusesEveryKindOfWriteAndNamesPhaseAndEpoch() throws SQLException {
        TestSides.execute(application, INSERT);
        fence().take(seconds(5));

        for (String write :
                new String[] {INSERT, "UPDATE purchase SET total = 2", "DELETE FROM purchase", "TRUNCATE purchase"}) {
            assertThatThrownBy(() -> TestSides.execute(application, write))
                    .as(write)
                    .asInstanceOf(InstanceOfAssertFactories.type(SQLException.class))
                    .matches(PostgresFence::refused)
                    .extracting(Throwable::getMessage, InstanceOfAssertFactories.STRING)
                    .contains("ficus fence: domain " + sides.domain() + " is in phase mirroring (epoch 5)");
        }
        assertThat(fence().present()).containsExactly("line", "purchase");
    }

    @Test
    void fenceHoldsForSessionsInTheReplicationRole() throws SQLException {
        fence().take(seconds(5));
        TestSides.execute(application, "SET session_replication_role = replica");

        assertThatThrownBy(() -> TestSides.execute(application, INSERT)).isInstanceOf(SQLException.class);
    }

    @Test
    void admittedSessionWritesThroughTheFenceOfItsDomainAlone() throws SQLException {
        fence().take(seconds(5));

        PostgresFence.admit(application, "another");
        assertThatThrownBy(() -> TestSides.execute(application, INSERT)).isInstanceOf(SQLException.class);

        PostgresFence.admit(application, sides.domain());
        assertThatCode(() -> TestSides.execute(application, INSERT)).doesNotThrowAnyException();
    }

    @Test
    void liftCommitsAndRollsBackWithItsTransaction() throws SQLException {
        fence().take(seconds(5));

        ficus.setAutoCommit(false);
        fence().lift();
        ficus.rollback();
        assertThat(fence().present()).hasSize(2);

        fence().lift();
        fence().lift();
        ficus.commit();
        assertThat(fence().present()).isEmpty();
        assertThatCode(() -> TestSides.execute(application, INSERT)).doesNotThrowAnyException();
    }

    @Test
    void fenceCanBeTakenAgainAfterItWasLifted() throws SQLException {
        fence().take(seconds(5));
        fence().take(seconds(5));
        ficus.setAutoCommit(false);
        fence().lift();
        ficus.commit();
        ficus.setAutoCommit(true);
        fence().take(seconds(5));

        assertThat(fence().present()).hasSize(2);
    }

    @Test
    void repeatableReadTransactionThatIsOlderThanTheFenceIsRefused() throws SQLException {
        application.setAutoCommit(false);
        application.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        assertThat(TestSides.number(application, "SELECT count(*) FROM purchase"))
                .isZero();
        fence().take(seconds(5));

        assertThatThrownBy(() -> TestSides.execute(application, INSERT))
                .asInstanceOf(InstanceOfAssertFactories.type(SQLException.class))
                .matches(PostgresFence::refused);
    }

    @Test
    void takeWaitsForTheTransactionThatHasWrittenAndLetsOthersThroughMeanwhile() throws Exception {
        application.setAutoCommit(false);
        TestSides.execute(application, INSERT);
        CompletableFuture<Void> taken = CompletableFuture.runAsync(() -> fence().take(seconds(30)));

        for (int i = 0; i < 3; i++) {
            sides.postgres(INSERT);
        }
        assertThat(taken).isNotDone();
        application.commit();
        taken.get(20, TimeUnit.SECONDS);

        assertThat(sides.postgresNumber("SELECT count(*) FROM purchase")).isEqualTo(4);
    }

    @Test
    void fenceThatCannotGetItsLockGivesUpInTimeAndNamesTheTransaction() throws SQLException {
        application.setAutoCommit(false);
        TestSides.execute(application, INSERT);
        long pid = TestSides.number(application, "SELECT pg_backend_pid()");

        assertThatThrownBy(() -> fence().take(Patience.of(Duration.ofMillis(800))))
                .asInstanceOf(InstanceOfAssertFactories.type(FicusException.class))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.TIMED_OUT))
                .satisfies(e -> assertThat(e.problem().what()).contains("process " + pid + " of user"));
        application.commit();
        assertThat(fence().present()).isEmpty();
    }

    private PostgresFence fence() {
        return new PostgresFence(ficus, sides.domain(), sides.tables());
    }

    private static Patience seconds(int seconds) {
        return Patience.of(Duration.ofSeconds(seconds));
    }
}
