package dev.ficus.dualwrite.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.progress.ProgressEvent;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DomainSettings;
import dev.ficus.dualwrite.MysqlPair;
import dev.ficus.dualwrite.StranglerFixture;
import dev.ficus.dualwrite.connect.MysqlServer;
import dev.ficus.dualwrite.control.Strangler;
import dev.ficus.dualwrite.stream.Sync;
import dev.ficus.dualwrite.stream.SyncOptions;
import dev.ficus.sandbox.SharedServers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows are read from a replica, which has what the log before the start position says, or nothing is read. */
final class ReplicaIT {
    private static final String ROWS = "SELECT id, balance FROM account ORDER BY id";

    private MysqlPair pair;
    private StranglerFixture fixture;
    private DomainSettings domain;

    @BeforeEach
    void prepare() {
        pair = MysqlPair.start();
        fixture = StranglerFixture.on(
                pair.from(), SharedServers.server(DatabaseKind.POSTGRES).freshDatabase("primary"));
        fixture.mysql(
                "CREATE TABLE account (id INT PRIMARY KEY, balance INT NOT NULL)",
                "INSERT INTO account VALUES (1, 10), (2, 20), (3, 30)");
        fixture.postgres("CREATE TABLE account (id integer PRIMARY KEY, balance integer NOT NULL)");
        domain = new DomainSettings(StranglerFixture.domain("replica"), List.of("account"));
        pair.awaitReplica();
    }

    @AfterEach
    void end() {
        pair.close();
    }

    @Test
    void rowsComeFromTheReplicaOnceItHasTheStart() {
        pair.cut();
        fixture.mysql("INSERT INTO account VALUES (4, 40)");
        pair.onReplica("SET SESSION sql_log_bin = 0", "UPDATE " + table() + " SET balance = 11 WHERE id = 1");
        Progress resuming = event -> {
            if (event instanceof ProgressEvent.Step step && step.text().contains("waiting for the replica")) {
                pair.onReplica(pair.mariadb() ? "START SLAVE" : "START REPLICA");
            }
        };

        Backfill.run(strangler(resuming), domain.name(), options().with(Duration.ofSeconds(60)));

        assertThat(fixture.postgresRows(ROWS))
                .as("11 stands on the replica alone; 4 was not there before it went on")
                .containsExactly("1|11", "2|20", "3|30", "4|40");
        fixture.mysql("UPDATE account SET balance = 12 WHERE id = 1", "DELETE FROM account WHERE id = 2");
        Sync.run(fixture.strangler(domain), List.of(domain), new SyncOptions(true, false), name -> {});
        assertThat(fixture.postgresRows(ROWS)).isEqualTo(fixture.mysqlRows(ROWS));
    }

    @Test
    void replicaThatIsBehindIsNotRead() {
        pair.cut();
        fixture.mysql("INSERT INTO account VALUES (4, 40)");

        assertThatThrownBy(() -> Backfill.run(fixture.strangler(domain), domain.name(), options()))
                .isInstanceOfSatisfying(
                        FicusException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.REPLICA_BEHIND));
        assertThat(fixture.postgresRows(ROWS)).isEmpty();
    }

    /** The negative control of the test above. */
    @Test
    void withoutTheWaitTheRowIsLost() {
        pair.cut();
        fixture.mysql("INSERT INTO account VALUES (4, 40)");

        BackfillOptions careless = new BackfillOptions(100, false, false).with(new MysqlServer(pair.promoted()));
        Backfill.run(fixture.strangler(domain), domain.name(), careless);
        Sync.run(fixture.strangler(domain), List.of(domain), new SyncOptions(true, false), name -> {});

        assertThat(fixture.postgresRows(ROWS)).containsExactly("1|10", "2|20", "3|30");
    }

    private BackfillOptions options() {
        return new BackfillOptions(100, false, true).with(new MysqlServer(pair.promoted()));
    }

    private Strangler strangler(Progress progress) {
        Strangler plain = fixture.strangler(domain);
        return new Strangler(plain.settings(), progress, plain.stop(), plain.hook());
    }

    private String table() {
        return "`" + fixture.mysqlDatabase() + "`.account";
    }
}
