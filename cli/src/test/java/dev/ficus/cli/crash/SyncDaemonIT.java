package dev.ficus.cli.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.cli.Waiting;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.sandbox.Sandbox;
import dev.ficus.sandbox.SandboxOptions;
import dev.ficus.sandbox.SandboxServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ficus sync} as an operator has it: asked to end, through restarts of its servers, with a standby beside it. */
class SyncDaemonIT {
    private static final int INTERRUPTED = 130;
    private static final int BUG = 1;

    @TempDir
    private Path directory;

    @Test
    void sigtermLetsTheBatchInWorkCommitAndLeavesWith130() throws Exception {
        CrashScene scene = copied(new CrashScene(directory, 1));
        ShopDomain domain = scene.domain(0);
        insert(scene, 1, 50);
        try (Connection gate = scene.postgres()) {
            gate.setAutoCommit(false);
            close(gate, domain);
            try (Daemon sync = Daemon.start(directory)) {
                awaitAtGate(scene, domain);
                assertThat(sync.get("/healthz").statusCode())
                        .as("catching up is healthy: " + sync.get("/healthz").body())
                        .isEqualTo(200);
                assertThat(sync.get("/livez").statusCode()).isEqualTo(200);
                sync.process().terminate();
                Waiting.until(
                        "it has heard", () -> sync.process().output().contains("stopping at the next safe point"));
                insert(scene, 51, 60);
                assertThat(sync.process().alive())
                        .as("the batch waits, so does the end")
                        .isTrue();
                gate.rollback();
                assertThat(sync.process().exitCode())
                        .as(sync.process().output())
                        .isEqualTo(INTERRUPTED);
                assertThat(sync.process().output()).contains("error INTERRUPTED: ", "go on with: ficus sync");
            }
        }
        assertThat(scene.changes(domain)).as("the batch that was in work").isEqualTo(50);
        scene.succeed("sync", "--until-caught-up");
        scene.assertEqualAfter(domain, 60);
    }

    @Test
    void restartOfEitherServerIsWaitedForAndNothingIsLost() throws Exception {
        try (SandboxServer mysql = own(DatabaseKind.MYSQL);
                SandboxServer postgres = own(DatabaseKind.POSTGRES)) {
            CrashScene scene = copied(new CrashScene(directory, 1, mysql, postgres));
            ShopDomain domain = scene.domain(0);
            CrashScene.execute(scene.mysql(), "SET GLOBAL binlog_expire_logs_seconds = 86400");
            try (Daemon sync = Daemon.start(directory)) {
                sync.await(domain.name(), "running");
                Waiting.until(
                        "a young part of a day of binlog is needed",
                        () -> used(sync, domain) >= 0 && used(sync, domain) < 0.1);
                int row = 1;
                for (SandboxServer server : List.of(postgres, mysql)) {
                    insert(scene, row, row);
                    server.stop();
                    sync.await(domain.name(), "waiting");
                    sync.assertSays(domain.name(), "waiting", false);
                    assertThat(sync.domain(domain.name()).get("code").asText())
                            .isIn("CONNECTION_LOST", "CANNOT_CONNECT");
                    server.start();
                    insert(scene, row + 1, row + 1);
                    sync.await(domain.name(), "running");
                    row += 2;
                }
                awaitChanges(scene, domain, 4);
                sync.assertSays(domain.name(), "running", true);
                assertThat(sync.metric("ficus_stream_retries_total", domain.name()))
                        .as("one try for each server and more")
                        .isGreaterThanOrEqualTo(2);
                sync.process().terminate();
                assertThat(sync.process().exitCode()).isEqualTo(INTERRUPTED);
            }
            scene.assertEqualAfter(domain, 4);
        }
    }

    @Test
    void standbyTakesOverFromAProcessThatWasKilledAndNothingIsAppliedTwice() throws Exception {
        CrashScene scene = copied(new CrashScene(directory, 1));
        ShopDomain domain = scene.domain(0);
        try (Daemon active = Daemon.start(directory, "--standby")) {
            active.await(domain.name(), "running");
            try (Daemon standby = Daemon.start(directory, "--standby")) {
                standby.await(domain.name(), "standby");
                standby.assertSays(domain.name(), "standby", true);
                insert(scene, 1, 20);
                awaitChanges(scene, domain, 20);
                active.assertSays(domain.name(), "running", true);
                active.process().kill();
                insert(scene, 21, 30);
                standby.await(domain.name(), "running");
                awaitChanges(scene, domain, 30);
                standby.assertSays(domain.name(), "running", true);
            }
        }
        scene.assertEqualAfter(domain, 30);
    }

    @Test
    void changeOfATableStopsItsDomainAloneAndHealthSaysWhich() throws Exception {
        CrashScene scene = copied(new CrashScene(directory, 2));
        String stopped = scene.domain(0).name();
        String other = scene.domain(1).name();
        try (Daemon sync = Daemon.start(directory)) {
            sync.await(stopped, "running");
            CrashScene.execute(scene.mysql(), "ALTER TABLE " + scene.domain(0).line() + " ADD COLUMN note VARCHAR(9)");
            sync.await(stopped, "stopped");
            sync.await(other, "running");
            sync.assertSays(stopped, "stopped", false);
            assertThat(sync.domain(stopped).get("code").asText()).isEqualTo("STREAM_STOPPED_BY_DDL");
            assertThat(sync.domain(stopped).get("reason").asText()).contains("ADD COLUMN note");
            assertThat(sync.metric("ficus_stream_healthy", other)).isEqualTo(1);

            CrashScene.execute(
                    scene.postgres(), "ALTER TABLE " + scene.domain(0).line() + " ADD COLUMN note varchar(9)");
            sync.await(stopped, "running");
            sync.assertSays(stopped, "running", true);
        }
    }

    @Test
    void bugInOneDomainLeavesTheOtherRunningAndTheExitCodeTellsIt() throws Exception {
        CrashScene scene = copied(new CrashScene(directory, 2));
        List<String> names = List.of(scene.domain(0).name(), scene.domain(1).name());
        try (Daemon sync = Daemon.startWithBugAt("stream.written", directory)) {
            Waiting.until("one has failed", () -> sync.get("/healthz").body().contains("\"failed\""));
            int broken = sync.domain(names.get(0)).get("state").asText().equals("failed") ? 0 : 1;
            sync.await(names.get(1 - broken), "running");
            sync.assertSays(names.get(broken), "failed", false);
            assertThat(sync.domain(names.get(broken)).get("code").asText()).isEqualTo("INTERNAL");
            sync.process().terminate();
            assertThat(sync.process().exitCode()).isEqualTo(BUG);
            assertThat(sync.process().output())
                    .contains("error INTERNAL: unexpected java.lang.IllegalStateException: a bug")
                    .as("the stack trace that a report needs")
                    .contains("at dev.ficus.dualwrite.stream.DomainRunner.");
        }
        scene.succeed("sync", "--until-caught-up");
    }

    @Test
    void metricsOfARealRunCountWhatItDidAndAllOfThemAreInTheReference() throws Exception {
        CrashScene scene = copied(new CrashScene(directory, 1));
        String domain = scene.domain(0).name();
        try (Daemon sync = Daemon.start(directory)) {
            sync.await(domain, "running");
            insert(scene, 1, 30);
            insert(scene, 31, 40);
            awaitChanges(scene, scene.domain(0), 40);
            Waiting.until("it tells", () -> sync.metric("ficus_stream_changes_total", domain) == 40);
            assertThat(sync.metric("ficus_stream_transactions_total", domain)).isEqualTo(2);
            assertThat(sync.metric("ficus_stream_batches_total", domain)).isGreaterThanOrEqualTo(2);
            assertThat(sync.metric("ficus_stream_apply_seconds_total", domain)).isPositive();
            assertThat(sync.metric("ficus_stream_phase", domain, "phase", "mirroring"))
                    .isEqualTo(1);
            assertThat(sync.metric("ficus_stream_direction", domain, "direction", "forward"))
                    .isEqualTo(1);
            Waiting.until("the backlog is known", () -> sync.metric("ficus_stream_backlog_bytes", domain) >= 0);
            assertThat(sync.metric("ficus_stream_lag_seconds", domain)).isNotNegative();
            CrashScene.execute(scene.mysql(), "ALTER TABLE " + scene.domain(0).line() + " ADD COLUMN note INT");
            sync.await(domain, "stopped");
            assertThat(sync.metric("ficus_stream_error", domain, "code", "STREAM_STOPPED_BY_DDL"))
                    .isEqualTo(1);
            assertThat(sync.metrics())
                    .isEqualTo(Daemon.names(
                            Files.readString(Path.of("../docs/reference/metrics.md")), "\\| `(ficus_[a-z_]+)"));
        }
    }

    private static double used(Daemon sync, ShopDomain domain) throws Exception {
        return sync.metric("ficus_stream_retention_used_ratio", domain.name());
    }

    private static SandboxServer own(DatabaseKind kind) {
        return Sandbox.start(kind, SandboxOptions.defaults(), Progress.SILENT);
    }

    private static CrashScene copied(CrashScene scene) throws Exception {
        for (int i = 0; i < scene.domains(); i++) {
            scene.succeed("backfill", scene.domain(i).name());
        }
        return scene;
    }

    /** One transaction. */
    private static void insert(CrashScene scene, int first, int last) throws Exception {
        String rows = IntStream.rangeClosed(first, last)
                .mapToObj(i -> "('token-" + i + "', " + i + ")")
                .collect(Collectors.joining(", "));
        CrashScene.execute(
                scene.mysql(), "INSERT INTO " + scene.domain(0).purchase() + " (token, amount) VALUES " + rows);
    }

    private static void awaitChanges(CrashScene scene, ShopDomain domain, long changes) throws Exception {
        Waiting.until(changes + " changes are applied", () -> scene.changes(domain) >= changes);
    }

    /** Nobody writes the table until the transaction ends. */
    private static void close(Connection gate, ShopDomain domain) throws Exception {
        try (var statement = gate.createStatement()) {
            statement.execute("LOCK TABLE " + domain.purchase() + " IN SHARE MODE");
        }
    }

    private static void awaitAtGate(CrashScene scene, ShopDomain domain) throws Exception {
        String waiting =
                "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = '" + domain.purchase() + "'::regclass";
        Waiting.until("the batch waits at the gate", () -> CrashScene.number(scene.postgres(), waiting) > 0);
    }
}
