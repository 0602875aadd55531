package dev.ficus.migrations.sql.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.history.MigrationHistory;
import dev.ficus.core.history.UnlockReport;
import dev.ficus.core.jdbc.Connections;
import dev.ficus.migrations.sql.HistoryLock;
import java.sql.Connection;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** Who holds the lock of a history, and that a living holder is never robbed of it. */
public abstract class UnlockContract extends SqlFixture {

    /** Statements after which the server goes on working without looking whether its client still lives. */
    protected abstract String endless();

    /** A query whose first row is 0 until the statement runs. */
    protected abstract String endlessRuns();

    @Test
    void lockThatNobodyHoldsIsSaidToBeFree() throws Exception {
        assertThat(with(MigrationHistory::unlock)).isEqualTo(new UnlockReport(Optional.empty(), false));
        write("V1__t.sql", "CREATE TABLE t (id int);");
        up();
        assertThat(with(MigrationHistory::unlock)).isEqualTo(new UnlockReport(Optional.empty(), false));
    }

    @Test
    void livingHolderKeepsItsLockAndTheDeadOneLosesIt() throws Exception {
        write("V1__endless.sql", endless());
        Process child = child("up", 60_000);
        await(endlessRuns());
        FicusException held = refused(ErrorCode.LOCK_HELD, MigrationHistory::unlock);
        assertThat(held.code().kind().exitCode()).isEqualTo(5);
        assertThat(held.problem().what())
                .as("who, from where, how long")
                .matches("the lock of the history is held by session \\d+ \\(.*pid " + child.pid()
                        + "@[0-9a-f]{12} .+, user .+\\) from \\S+, for \\d+ s");
        assertThat(child.isAlive()).isTrue();
        assertThat(column(endlessRuns())).as("the run goes on").doesNotContain("0");

        kill(child);
        assertThat(column(endlessRuns())).as("the server works for the dead").doesNotContain("0");
        UnlockReport report = with(MigrationHistory::unlock);
        assertThat(report.released()).isTrue();
        assertThat(report.holder()).get().satisfies(holder -> {
            assertThat(holder.live()).isFalse();
            assertThat(holder.who()).contains("pid " + child.pid() + "@");
            assertThat(holder.host()).isPresent();
            assertThat(holder.age()).isPresent();
        });
        assertThat(with(MigrationHistory::unlock)).isEqualTo(new UnlockReport(Optional.empty(), false));
    }

    @Test
    void processThatEndsDuringAStatementWhichWatchesItsClientNeedsNoUnlock() throws Exception {
        write("V1__watched.sql", watched());
        Process child = child("up", 60_000);
        await(watchedRuns());
        kill(child);
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (lockIsHeld()) {
            assertThat(System.nanoTime()).as("the server noticed").isLessThan(deadline);
            Thread.sleep(50);
        }
        assertThat(with(MigrationHistory::unlock).holder()).isEmpty();
    }

    @Test
    void sessionThatSaysNothingOfItsProcessCountsAsAlive() throws Exception {
        try (Connection session = Connections.open(database(), new Properties());
                HistoryLock lock = dialect().lock(session, dialect().currentSchema(session))) {
            assertThat(lock.tryAcquire()).isTrue();
            FicusException held = refused(ErrorCode.LOCK_HELD, MigrationHistory::unlock);
            assertThat(held.problem().fix())
                    .matches(".* with the SQL: (KILL \\d+|SELECT pg_terminate_backend\\(\\d+\\))");
            assertThat(lock.isHeld()).isTrue();
        }
    }

    /** A statement that the server ends when its client is gone. */
    protected abstract String watched();

    /** A query whose first row is 0 until the statement runs. */
    protected abstract String watchedRuns();

    private boolean lockIsHeld() throws Exception {
        try (Connection session = Connections.open(database(), new Properties())) {
            return dialect()
                    .lock(session, dialect().currentSchema(session))
                    .holder()
                    .isPresent();
        }
    }
}
