package dev.ficus.dualwrite.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.core.settings.DomainSettings;
import dev.ficus.dualwrite.MysqlPair;
import dev.ficus.dualwrite.StranglerFixture;
import dev.ficus.dualwrite.connect.MysqlServer;
import dev.ficus.dualwrite.control.Control;
import dev.ficus.dualwrite.control.Hook;
import dev.ficus.dualwrite.table.PostgresCatalog;
import dev.ficus.sandbox.FaultProxy;
import dev.ficus.sandbox.SharedServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An address that leads to another MySQL server while a copy goes on, as a proxy or a name does at a failover. */
class SourceReplacedIT {
    private static final String ROWS = "SELECT id, balance FROM account ORDER BY id";
    private static final BackfillOptions OPTIONS = new BackfillOptions(2, false, true).with(Duration.ofSeconds(30));

    private MysqlPair pair;
    private FaultProxy proxy;
    private StranglerFixture fixture;
    private DomainSettings domain;

    /** The second server has other balances, of which the log of the first knows nothing. */
    @BeforeEach
    void prepare() {
        pair = MysqlPair.start();
        DatabaseSettings postgres = SharedServers.server(DatabaseKind.POSTGRES).freshDatabase("primary");
        StranglerFixture direct = StranglerFixture.on(pair.from(), postgres);
        direct.mysql(
                "CREATE USER both_servers IDENTIFIED BY 'pw'",
                "GRANT ALL ON *.* TO both_servers",
                "CREATE TABLE account (id INT PRIMARY KEY, balance INT NOT NULL)",
                "INSERT INTO account VALUES (1, 10), (2, 20), (3, 30), (4, 40), (5, 50)");
        direct.postgres("CREATE TABLE account (id integer PRIMARY KEY, balance integer NOT NULL)");
        pair.awaitReplica();
        pair.cut();
        pair.onReplica(
                "SET SESSION sql_log_bin = 0", "UPDATE `" + direct.mysqlDatabase() + "`.account SET balance = -1");
        proxy = FaultProxy.before(pair.from());
        fixture = new StranglerFixture(proxy.through(forBoth()), postgres);
        domain = new DomainSettings(StranglerFixture.domain("moved"), List.of("account"));
    }

    private DatabaseSettings forBoth() {
        DatabaseSettings from = pair.from();
        return new DatabaseSettings(
                from.name(),
                from.kind(),
                from.url(),
                Optional.of("both_servers"),
                Optional.of("pw"),
                from.migrations());
    }

    @AfterEach
    void end() {
        proxy.close();
        pair.close();
    }

    @Test
    void workersThatReachAnotherServerAreRefusedAndGoOnWhenTheAddressLeadsBack() {
        assertRefused(OPTIONS, atPlanned(pair.promoted()));

        proxy.leadTo(pair.from());
        Backfill.run(fixture.strangler(domain), domain.name(), OPTIONS);
        assertThat(fixture.postgresRows(ROWS)).containsExactly("1|10", "2|20", "3|30", "4|40", "5|50");
    }

    @Test
    void workerThatReconnectsInTheMiddleOfTheCopyIsRefusedToo() {
        AtomicBoolean first = new AtomicBoolean(true);
        Hook moving = point -> {
            if (point.equals("backfill.chunk-committed") && first.getAndSet(false)) {
                proxy.leadTo(pair.promoted());
                proxy.cut();
            }
        };
        assertThatThrownBy(() -> Backfill.run(fixture.strangler(moving, domain), domain.name(), OPTIONS.with(1)))
                .isInstanceOfSatisfying(
                        FicusException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_REPLACED));

        proxy.leadTo(pair.from());
        Backfill.run(fixture.strangler(domain), domain.name(), OPTIONS);
        assertThat(fixture.postgresRows(ROWS)).containsExactly("1|10", "2|20", "3|30", "4|40", "5|50");
    }

    @Test
    void addressOfAReplicaThatLeadsToAnotherServerIsRefused() {
        MysqlServer replica = new MysqlServer(proxy.through(forBoth()));
        fixture = new StranglerFixture(pair.from(), fixture.to());

        assertRefused(OPTIONS.with(replica), atPlanned(pair.promoted()));
    }

    /** The negative control. */
    @Test
    void withoutTheComparisonRowsOfTheOtherServerAreCopied() throws SQLException {
        assertRefused(OPTIONS, atPlanned(pair.promoted()));

        try (Control control = Control.open(fixture.postgres());
                Connection mysql = fixture.mysql().open()) {
            new CopyRun(
                            fixture.strangler(domain),
                            domain.name(),
                            control,
                            mysql,
                            PostgresCatalog.resolve(control.handle().getConnection(), fixture.tables("account")),
                            OPTIONS)
                    .run(new CopySource(fixture.mysql(), false, Optional.empty()), new CopyErrors());
        }
        assertThat(fixture.postgresRows(ROWS)).containsExactly("1|-1", "2|-1", "3|-1", "4|-1", "5|-1");
    }

    private Hook atPlanned(DatabaseSettings next) {
        return point -> {
            if (point.equals("backfill.planned")) {
                proxy.leadTo(next);
            }
        };
    }

    private void assertRefused(BackfillOptions options, Hook hook) {
        assertThatThrownBy(() -> Backfill.run(fixture.strangler(hook, domain), domain.name(), options))
                .isInstanceOfSatisfying(FicusException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_REPLACED);
                    assertThat(e.problem().what()).contains("a new connection leads to another MySQL server");
                });
        assertThat(fixture.postgresRows(ROWS)).isEmpty();
    }
}
