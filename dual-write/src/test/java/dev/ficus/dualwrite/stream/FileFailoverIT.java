package dev.ficus.dualwrite.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DomainSettings;
import dev.ficus.dualwrite.MysqlPair;
import dev.ficus.dualwrite.StranglerFixture;
import dev.ficus.dualwrite.backfill.Backfill;
import dev.ficus.dualwrite.backfill.BackfillOptions;
import dev.ficus.sandbox.SharedServers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A replica takes over that replicated by file and offset, from a MySQL without GTIDs. */
final class FileFailoverIT {
    private static final String ROWS = "SELECT id, balance FROM account ORDER BY id";

    private MysqlPair pair;
    private StranglerFixture old;
    private DomainSettings domain;

    @BeforeEach
    void mirrorOneTable() {
        pair = MysqlPair.startByFile();
        old = StranglerFixture.on(
                pair.from(), SharedServers.server(DatabaseKind.POSTGRES).freshDatabase("primary"));
        old.mysql(
                "CREATE TABLE account (id INT PRIMARY KEY, balance INT NOT NULL)",
                "INSERT INTO account VALUES (1, 10), (2, 20)");
        old.postgres("CREATE TABLE account (id integer PRIMARY KEY, balance integer NOT NULL)");
        domain = new DomainSettings(StranglerFixture.domain("byfile"), List.of("account"));
        Backfill.run(old.strangler(domain), domain.name(), BackfillOptions.DEFAULT);
    }

    @AfterEach
    void end() {
        pair.close();
    }

    @Test
    void streamWithoutGtidsGoesOnThroughRotationAndRefusesTheReplica() {
        old.mysql(
                "INSERT INTO account VALUES (3, 30)",
                "FLUSH BINARY LOGS",
                "UPDATE account SET balance = balance + 1",
                "FLUSH BINARY LOGS");
        assertThat(sync(old).failure()).isEmpty();
        assertSidesEqual(old);
        old.mysql("INSERT INTO account VALUES (4, 40)");
        pair.awaitReplicaByFile();
        pair.promote();
        StranglerFixture promoted = new StranglerFixture(pair.promoted(), old.to());
        promoted.mysql("FLUSH BINARY LOGS", "INSERT INTO account VALUES (5, 50)");

        SyncReport report = sync(promoted);

        if (pair.mariadb()) {
            assertThat(report.failure())
                    .as("MariaDB has GTIDs whatever it replicates by")
                    .isEmpty();
            assertSidesEqual(promoted);
            return;
        }
        assertThat(report.failure()).hasValueSatisfying(e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_REPLACED);
            assertThat(e.problem().fix()).contains("ficus backfill " + domain.name() + " --restart");
        });
        assertThat(old.postgresRows("SELECT id FROM account ORDER BY id"))
                .as("nothing of the other server was applied")
                .containsExactly("1", "2", "3");
        assertThat(sync(old).failure()).as("the old server is still the source").isEmpty();
        assertSidesEqual(old);
    }

    private SyncReport sync(StranglerFixture fixture) {
        return Sync.run(fixture.strangler(domain), List.of(domain), new SyncOptions(true, false), name -> {});
    }

    private void assertSidesEqual(StranglerFixture fixture) {
        assertThat(fixture.postgresRows(ROWS)).isEqualTo(fixture.mysqlRows(ROWS));
    }
}
