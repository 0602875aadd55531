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
import dev.ficus.dualwrite.control.BinlogPosition;
import dev.ficus.dualwrite.control.Checkpoint;
import dev.ficus.dualwrite.control.Checkpoints;
import dev.ficus.dualwrite.control.Direction;
import dev.ficus.dualwrite.control.Hook;
import dev.ficus.sandbox.SharedServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The primary dies, its replica takes over, and the stream goes on there or says why it must not. */
final class FailoverIT {
    private static final String ROWS = "SELECT id, balance FROM account ORDER BY id";

    private MysqlPair pair;
    private StranglerFixture old;
    private DomainSettings domain;

    @BeforeEach
    void prepare() {
        pair = MysqlPair.start();
        old = StranglerFixture.on(
                pair.from(), SharedServers.server(DatabaseKind.POSTGRES).freshDatabase("primary"));
        old.mysql(
                "CREATE TABLE account (id INT PRIMARY KEY, balance INT NOT NULL)",
                "CREATE TABLE other (id INT PRIMARY KEY)",
                "INSERT INTO account VALUES (1, 10), (2, 20), (3, 30)");
        old.postgres("CREATE TABLE account (id integer PRIMARY KEY, balance integer NOT NULL)");
        domain = new DomainSettings(StranglerFixture.domain("failover"), List.of("account"));
    }

    @AfterEach
    void end() {
        pair.close();
    }

    @Test
    void streamGoesOnAtTheReplicaWithoutLossAndWithoutRepetition() {
        backfill(old, Hook.NONE);
        old.mysql("INSERT INTO account VALUES (4, 40)", "UPDATE account SET balance = balance + 1 WHERE id <= 2");
        assertThat(sync(old).failure()).isEmpty();
        BinlogPosition before = checkpoint();
        old.mysql(
                "INSERT INTO other VALUES (1)",
                "UPDATE account SET balance = balance + 1",
                "FLUSH BINARY LOGS",
                "INSERT INTO account VALUES (5, 50)",
                "DELETE FROM account WHERE id = 1");

        StranglerFixture promoted = failOver();
        promoted.mysql("FLUSH BINARY LOGS", "INSERT INTO account VALUES (6, 60)", "INSERT INTO other VALUES (2)");
        SyncReport report = sync(promoted);

        assertThat(report.failure()).isEmpty();
        assertThat(report.domains().get(0).changes()).as("4 + 1 + 1 + 1").isEqualTo(7);
        assertSidesEqual(promoted);
        BinlogPosition after = checkpoint();
        assertThat(after.server()).isNotEqualTo(before.server());
        assertThat(after).isGreaterThan(before);

        promoted.mysql("UPDATE account SET balance = 0 WHERE id = 6");
        SyncReport again = sync(promoted);
        assertThat(again.failure()).isEmpty();
        assertThat(again.domains().get(0).changes()).isEqualTo(1);
        assertSidesEqual(promoted);
    }

    /** MySQL has tags for them since 8.3, MariaDB domains. */
    @Test
    void transactionsOfAnotherTagOrDomainAreFollowedToTheReplica() {
        String apart = pair.mariadb() ? "SET gtid_domain_id = 7" : "SET gtid_next = 'AUTOMATIC:night'";
        backfill(old, Hook.NONE);
        old.mysql("INSERT INTO account VALUES (4, 40)");
        old.mysql(apart, "INSERT INTO account VALUES (5, 50)", "UPDATE account SET balance = balance + 1");
        assertThat(sync(old).failure()).isEmpty();
        assertThat(checkpoint().gtids().text()).contains(pair.mariadb() ? "7-" : "night:");
        old.mysql(apart, "INSERT INTO account VALUES (6, 60)");
        old.mysql("DELETE FROM account WHERE id = 1");

        StranglerFixture promoted = failOver();
        promoted.mysql(apart, "INSERT INTO account VALUES (7, 70)");
        SyncReport report = sync(promoted);

        assertThat(report.failure()).isEmpty();
        assertThat(report.domains().get(0).changes()).isEqualTo(3);
        assertSidesEqual(promoted);
    }

    @Test
    void replicaThatLacksWhatWasAppliedIsRefusedWithTheNamesOfTheTransactions() {
        backfill(old, Hook.NONE);
        pair.awaitReplica();
        pair.cut();
        old.mysql("INSERT INTO account VALUES (4, 40)");
        assertThat(sync(old).failure()).isEmpty();
        String lost = checkpoint().gtids().text();

        pair.primary().kill();
        pair.promote();
        StranglerFixture promoted = promoted();
        promoted.mysql("INSERT INTO account VALUES (5, 50)", "INSERT INTO account VALUES (6, 60)");

        assertThat(sync(promoted).failure()).hasValueSatisfying(e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_BEHIND);
            assertThat(e.problem().what()).containsAnyOf(lost.split("[:,]")[0], lost);
            assertThat(e.problem().fix()).contains("--include-gtids").contains("ficus backfill " + domain.name());
        });
        assertThat(old.postgresRows("SELECT id FROM account ORDER BY id")).containsExactly("1", "2", "3", "4");
    }

    @Test
    void replicaThatNoLongerHasTheLogIsRefused() {
        backfill(old, Hook.NONE);
        old.mysql("INSERT INTO account VALUES (4, 40)");

        StranglerFixture promoted = failOver();
        promoted.mysql("FLUSH BINARY LOGS", "INSERT INTO account VALUES (5, 50)");
        List<String> files = promoted.mysqlRows("SHOW BINARY LOGS");
        pair.purgeReplica(files.get(files.size() - 1).split("\\|")[0]);

        assertThat(sync(promoted).failure()).hasValueSatisfying(e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.STREAM_POSITION_LOST);
            assertThat(e.problem().fix()).contains("ficus backfill " + domain.name() + " --restart");
        });
    }

    @Test
    void backfillThatHasCopiedGoesOnAtTheReplica() {
        crashAfterTheCopy();
        old.mysql("UPDATE account SET balance = balance + 1", "DELETE FROM account WHERE id = 2");

        StranglerFixture promoted = failOver();
        promoted.mysql("INSERT INTO account VALUES (7, 70)");
        backfill(promoted, Hook.NONE);
        assertThat(sync(promoted).failure()).isEmpty();

        assertSidesEqual(promoted);
    }

    /** The row is in the copy and not on the new server, so no log would ever remove it. */
    @Test
    void copyOfARowThatTheReplicaNeverGotIsRefused() {
        pair.awaitReplica();
        pair.cut();
        old.mysql("INSERT INTO account VALUES (4, 40)");
        crashAfterTheCopy();
        pair.primary().kill();
        pair.promote();

        assertThatThrownBy(() -> backfill(promoted(), Hook.NONE))
                .isInstanceOfSatisfying(
                        FicusException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_BEHIND));
    }

    private void crashAfterTheCopy() {
        assertThatThrownBy(() -> backfill(old, point -> {
                    if (point.equals("backfill.copied")) {
                        throw new IllegalStateException("crashed here");
                    }
                }))
                .hasMessageContaining("crashed here");
    }

    private StranglerFixture failOver() {
        pair.awaitReplica();
        pair.primary().kill();
        pair.promote();
        return promoted();
    }

    private StranglerFixture promoted() {
        return new StranglerFixture(pair.promoted(), old.to());
    }

    private void backfill(StranglerFixture fixture, Hook hook) {
        Backfill.run(fixture.strangler(hook, domain), domain.name(), BackfillOptions.DEFAULT);
    }

    private SyncReport sync(StranglerFixture fixture) {
        return Sync.run(fixture.strangler(domain), List.of(domain), new SyncOptions(true, false), name -> {});
    }

    private BinlogPosition checkpoint() {
        try (Connection connection = old.postgres().open()) {
            Checkpoint checkpoint = Checkpoints.read(connection, domain.name(), Direction.FORWARD)
                    .orElseThrow();
            return (BinlogPosition) checkpoint.position();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private void assertSidesEqual(StranglerFixture fixture) {
        assertThat(fixture.postgresRows(ROWS)).isEqualTo(fixture.mysqlRows(ROWS));
    }
}
