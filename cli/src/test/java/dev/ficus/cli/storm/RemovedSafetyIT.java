package dev.ficus.cli.storm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.ficus.cli.Main;
import dev.ficus.cli.Waiting;
import dev.ficus.cli.session.Terminal;
import dev.ficus.cli.wiring.ControlSchema;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.progress.StopSignal;
import dev.ficus.core.settings.SettingsFile;
import dev.ficus.core.settings.StranglerSettings;
import dev.ficus.dualwrite.backfill.Backfill;
import dev.ficus.dualwrite.backfill.BackfillOptions;
import dev.ficus.dualwrite.control.Hook;
import dev.ficus.dualwrite.control.Strangler;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The negative controls of the storm: without a safety, the faults that it is there for do damage, and the storm sees it. */
class RemovedSafetyIT {
    private static final long SEED = 7;
    private static final int ATTEMPTS = 5;
    private static final int INVISIBLE_MILLIS = 20_000;

    @TempDir
    private Path directory;

    private StormScene scene;

    @BeforeEach
    void startServers() throws Exception {
        scene = new StormScene(directory, SEED, new StormFigures());
    }

    @AfterEach
    void stopServers() throws Exception {
        scene.close();
    }

    @Test
    void withoutTheBarrierTheCopyMissesATransaction() throws Exception {
        StranglerSettings settings =
                SettingsFile.read(directory.resolve("ficus.yaml")).requiredStrangler();
        ControlSchema.bringUpToDate(settings, Progress.SILENT);
        scene.application().start();
        scene.application().awaitAccepted(10);
        scene.application().stop();
        commitsStayInvisible();
        String before = logEnd();
        scene.application().start();
        Waiting.until("a transaction stands in the log", () -> !logEnd().equals(before));
        Strangler strangler = new Strangler(settings, Progress.SILENT, StopSignal.NEVER, Hook.NONE);

        assertDamage(() -> Backfill.run(strangler, StormScene.DOMAIN, new BackfillOptions(1_000, false, false)));
    }

    @Test
    void withoutTheLockAloneTwoRunnersDoNoHarm() throws Exception {
        mirror("lock");
        assertThatCode(this::twoRunners).doesNotThrowAnyException();
    }

    @Test
    void withoutCompareAndSetTwoRunnersDoHarm() throws Exception {
        mirror("compare-and-set");
        assertDamage(() -> {
            for (int i = 0; i < ATTEMPTS; i++) {
                twoRunners();
            }
        });
    }

    @Test
    void withoutTheMarkWritesComeBack() throws Exception {
        mirror("mark");
        scene.application().start();
        scene.assertVerified();
        Hook writesWhileTheSlotIsThere = point -> {
            if (point.equals("cutover.slot-created")) {
                assertThatCode(() -> scene.application().awaitAccepted(30)).doesNotThrowAnyException();
            }
        };
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        int exitCode = Main.run(
                new Terminal(nowhere, nowhere, false, 0, name -> Optional.empty()),
                writesWhileTheSlotIsThere,
                "cutover",
                "run",
                StormScene.DOMAIN,
                "--to",
                "dual-write",
                "--max-lag",
                "60",
                "--config",
                directory.resolve("ficus.yaml").toString());
        assertThat(exitCode).isZero();
        long written = scene.application().book().changes();

        assertDamage(() -> {
            scene.application().awaitAccepted(10);
            scene.application().stop();
            scene.awaitCaughtUp();
            assertThat(scene.applied())
                    .as("row changes that reached MySQL are the application's on PostgreSQL")
                    .isLessThanOrEqualTo(scene.application().book().changes() - written);
        });
    }

    @Test
    void withoutTheReadBackCommitsAreDoneTwice() throws Exception {
        mirror("read-back");
        scene.application().start();
        assertDamage(() -> {
            for (int i = 1; i <= ATTEMPTS; i++) {
                int forgotten = i;
                scene.application().awaitAccepted(10);
                scene.target().ofFicus().forgetCommits(1);
                Waiting.until("an answer to COMMIT is lost", () -> {
                    scene.watchSync();
                    return scene.target().ofFicus().forgotten() >= forgotten;
                });
            }
        });
    }

    /** Copied, and followed by a daemon without the safety. */
    private void mirror(String without) throws Exception {
        assertThat(scene.ficus("backfill", StormScene.DOMAIN).exitCode()).isZero();
        scene.remove(without);
        scene.startSync();
        scene.awaitCaughtUp();
    }

    /** Nothing is written before both apply: one that comes late would find the work done. */
    private void twoRunners() throws Exception {
        int ofOne = scene.target().ofFicus().connections();
        try (StormProcess second = scene.daemon()) {
            Waiting.until(
                    "the second runner has its stream",
                    () -> scene.target().ofFicus().connections() >= 2 * ofOne || !second.alive());
            scene.application().start();
            for (int i = 0; i < ATTEMPTS; i++) {
                scene.application().awaitAccepted(60);
                scene.target().ofFicus().cut();
                scene.watchSync();
            }
            scene.application().stop();
            scene.awaitCaughtUp();
            assertThat(second.alive()).as(second.output()).isTrue();
        }
        scene.assertEqual();
    }

    private interface Round {
        void run() throws Exception;
    }

    /** The storm finds something wrong: in the round itself, in what a copy or the daemon says, or between the sides at rest. */
    private void assertDamage(Round round) {
        Throwable found = catchThrowable(() -> {
            round.run();
            scene.application().stop();
            scene.watchSync();
            scene.awaitCaughtUp();
            scene.assertEqual();
        });
        assertThat(found)
                .as("negative control: the storm sees what happens without the safety")
                .isInstanceOfAny(AssertionError.class, FicusException.class);
        assertThat(found.getMessage())
                .containsAnyOf(
                        "STREAM_DIVERGED", "accepted rows of", " in PostgreSQL]", "row changes that reached MySQL");
    }

    /** As in {@code BarrierIT}: semi-synchronous replication that waits, after the log, for a replica that is not there. */
    private void commitsStayInvisible() throws Exception {
        boolean maria = scene.servers().mysql().rows("SELECT version()").get(0).contains("MariaDB");
        scene.servers()
                .mysql()
                .execute(
                        maria
                                ? List.of(
                                        "SET GLOBAL rpl_semi_sync_master_wait_point = 'AFTER_SYNC'",
                                        "SET GLOBAL rpl_semi_sync_master_timeout = " + INVISIBLE_MILLIS,
                                        "SET GLOBAL rpl_semi_sync_master_enabled = ON")
                                : List.of(
                                        "INSTALL PLUGIN rpl_semi_sync_source SONAME 'semisync_source.so'",
                                        "SET GLOBAL rpl_semi_sync_source_wait_point = 'AFTER_SYNC'",
                                        "SET GLOBAL rpl_semi_sync_source_timeout = " + INVISIBLE_MILLIS,
                                        "SET GLOBAL rpl_semi_sync_source_enabled = ON"));
    }

    private String logEnd() throws Exception {
        boolean maria = scene.servers().mysql().rows("SELECT version()").get(0).contains("MariaDB");
        return scene.servers()
                .mysql()
                .rows(maria ? "SHOW MASTER STATUS" : "SHOW BINARY LOG STATUS")
                .get(0);
    }
}
