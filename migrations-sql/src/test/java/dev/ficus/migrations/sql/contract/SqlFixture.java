package dev.ficus.migrations.sql.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.history.ChangeState;
import dev.ficus.core.history.ChangeStatus;
import dev.ficus.core.history.MigrationHistory;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.migrations.sql.HistorySource;
import dev.ficus.migrations.sql.SqlDialect;
import dev.ficus.migrations.sql.SqlHistory;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A {@link HistoryFixture} whose history can also be run by processes of their own, and whose safeties can be taken off. */
public abstract class SqlFixture extends HistoryFixture {

    protected abstract SqlDialect dialect();

    @Override
    protected final MigrationHistory open(DatabaseSettings database) {
        return open(database, dialect());
    }

    protected final SqlHistory open(DatabaseSettings database, SqlDialect dialect) {
        return new SqlHistory(database, HistorySource.of(database), Optional.empty(), dialect) {};
    }

    /** Starts a process that does one of the works of {@link HistoryChild}. */
    protected final Process child(String work, Object... arguments) throws IOException {
        return HistoryChild.start(getClass(), database(), work, arguments);
    }

    /** Ends a process as kill -9 does. */
    protected static void kill(Process child) throws InterruptedException {
        child.destroyForcibly();
        assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    /** Waits until a query has a first row that begins with anything but 0. */
    protected final void await(String query) throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (List.of("0", "f").contains(column(query).stream().findFirst().orElse("0"))) {
            assertThat(System.nanoTime()).as("still waiting for: " + query).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    protected final List<ChangeState> states() {
        return with(MigrationHistory::status).changes().stream()
                .map(ChangeStatus::state)
                .toList();
    }
}
