package dev.ficus.dualwrite.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DomainSettings;
import dev.ficus.dualwrite.MysqlPair;
import dev.ficus.dualwrite.StranglerFixture;
import dev.ficus.dualwrite.backfill.Backfill;
import dev.ficus.dualwrite.backfill.BackfillOptions;
import dev.ficus.sandbox.SharedServers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A source that is a replica and leaves what it replicates out of its log: nothing of it would ever come. */
final class SilentReplicaIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final MysqlPair pair = MysqlPair.startWithSilentReplica();
    private final StranglerFixture primary = StranglerFixture.on(
            pair.from(), SharedServers.server(DatabaseKind.POSTGRES).freshDatabase("primary"));
    private final DomainSettings domain = new DomainSettings(StranglerFixture.domain("silent"), List.of("account"));

    @AfterEach
    void end() {
        pair.close();
    }

    @Test
    void neitherACopyNorAStreamBeginsWhileItReplicates() {
        primary.mysql("CREATE TABLE account (id INT PRIMARY KEY)", "INSERT INTO account VALUES (1)");
        primary.postgres("CREATE TABLE account (id integer PRIMARY KEY)");
        StranglerFixture silent = new StranglerFixture(pair.promoted(), primary.to());
        await(silent, "SELECT count(*) FROM information_schema.tables WHERE table_name = 'account'");
        await(silent, "SELECT count(*) FROM account");

        assertThatThrownBy(() -> backfill(silent)).isInstanceOfSatisfying(FicusException.class, e -> refused(e));
        assertThat(silent.postgresRows("SELECT id FROM account")).isEmpty();

        pair.promote();
        backfill(silent);
        assertThat(sync(silent).failure()).as("it has no source any more").isEmpty();
        pair.replicate();
        primary.mysql("INSERT INTO account VALUES (2)");
        await(silent, "SELECT count(*) FROM account WHERE id = 2");

        assertThat(sync(silent).failure()).hasValueSatisfying(e -> refused(e));
    }

    private static void await(StranglerFixture fixture, String count) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!fixture.mysqlRows(count).equals(List.of("1"))) {
            assertThat(System.nanoTime()).as(count).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private static void refused(FicusException e) {
        assertThat(e.code()).isEqualTo(ErrorCode.BINLOG_SETTING_UNSUITABLE);
        assertThat(e.problem().what()).contains("a replica that does not log what it replicates");
        assertThat(e.problem().fix()).contains("log_replica_updates = ON");
    }

    private void backfill(StranglerFixture fixture) {
        Backfill.run(fixture.strangler(domain), domain.name(), BackfillOptions.DEFAULT);
    }

    private SyncReport sync(StranglerFixture fixture) {
        return Sync.run(fixture.strangler(domain), List.of(domain), new SyncOptions(true, false), name -> {});
    }
}
