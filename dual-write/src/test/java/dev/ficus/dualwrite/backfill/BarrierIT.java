package dev.ficus.dualwrite.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.progress.Progress;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.core.settings.DomainSettings;
import dev.ficus.dualwrite.StranglerFixture;
import dev.ficus.dualwrite.control.BinlogPosition;
import dev.ficus.dualwrite.stream.MysqlPosition;
import dev.ficus.sandbox.Sandbox;
import dev.ficus.sandbox.SandboxOptions;
import dev.ficus.sandbox.SandboxServer;
import dev.ficus.sandbox.SharedServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The race between a log position and the first read (gh-ost issues 1030, 1038), made at will: semi-synchronous
 * replication that waits after the sync of the log, for a replica that is not there. For the length of its timeout a
 * transaction stands in the log, and no read sees it.
 */
class BarrierIT {
    private static final int INVISIBLE_MILLIS = 4_000;

    private SandboxServer server;
    private StranglerFixture fixture;
    private DomainSettings domain;

    @BeforeEach
    void startServerOfItsOwn() {
        server = Sandbox.start(DatabaseKind.MYSQL, SandboxOptions.defaults(), Progress.SILENT);
        DatabaseSettings from = server.freshDatabase("legacy");
        fixture = StranglerFixture.on(
                from, SharedServers.server(DatabaseKind.POSTGRES).freshDatabase("primary"));
        fixture.mysql("CREATE TABLE t (id INT PRIMARY KEY)", "INSERT INTO t VALUES (1)");
        fixture.postgres("CREATE TABLE t (id integer PRIMARY KEY)");
        domain = new DomainSettings(StranglerFixture.domain("race"), List.of("t"));
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void withTheBarrierTheInvisibleTransactionIsCopied() throws Exception {
        backfillWhileATransactionIsLoggedButInvisible(true);

        assertThat(fixture.postgresRows("SELECT id FROM t ORDER BY id")).containsExactly("1", "2");
    }

    @Test
    void withoutTheBarrierItIsLost() throws Exception {
        backfillWhileATransactionIsLoggedButInvisible(false);

        assertThat(fixture.mysqlRows("SELECT id FROM t ORDER BY id")).containsExactly("1", "2");
        assertThat(fixture.postgresRows("SELECT id FROM t ORDER BY id"))
                .as("negative control: neither the copy nor the replay has row 2")
                .containsExactly("1");
    }

    private void backfillWhileATransactionIsLoggedButInvisible(boolean barrier) throws Exception {
        semiSync();
        BinlogPosition before = position();
        CompletableFuture<Void> commit = CompletableFuture.runAsync(() -> fixture.mysql("INSERT INTO t VALUES (2)"));
        while (position().compareTo(before) <= 0) {
            assertThat(commit)
                    .as("the transaction is in the log before its commit returns")
                    .isNotDone();
        }
        assertThat(fixture.mysqlRows("SELECT id FROM t"))
                .as("and no read sees it")
                .containsExactly("1");
        Backfill.run(fixture.strangler(domain), domain.name(), new BackfillOptions(100, false, barrier));
        commit.get(20, TimeUnit.SECONDS);
    }

    private void semiSync() {
        if (fixture.mysqlRows("SELECT version()").get(0).contains("MariaDB")) {
            fixture.mysql(
                    "SET GLOBAL rpl_semi_sync_master_wait_point = 'AFTER_SYNC'",
                    "SET GLOBAL rpl_semi_sync_master_timeout = " + INVISIBLE_MILLIS,
                    "SET GLOBAL rpl_semi_sync_master_enabled = ON");
        } else {
            fixture.mysql(
                    "INSTALL PLUGIN rpl_semi_sync_source SONAME 'semisync_source.so'",
                    "SET GLOBAL rpl_semi_sync_source_wait_point = 'AFTER_SYNC'",
                    "SET GLOBAL rpl_semi_sync_source_timeout = " + INVISIBLE_MILLIS,
                    "SET GLOBAL rpl_semi_sync_source_enabled = ON");
        }
    }

    private BinlogPosition position() throws SQLException {
        try (Connection connection = fixture.mysql().open()) {
            return MysqlPosition.current(connection);
        }
    }
}
