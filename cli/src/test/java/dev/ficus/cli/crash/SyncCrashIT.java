package dev.ficus.cli.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ficus.cli.Waiting;
import dev.ficus.cli.crash.Application.Side;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ficus sync} dies at each of its points and at moments of nobody's choice, under load, and is called again. */
class SyncCrashIT {
    private static final int MOMENTS = 3;
    private static final int LONGEST_MILLIS = 300;

    @TempDir
    private Path directory;

    @Test
    void forwardStreamAppliesEachChangeOnceHoweverOftenItIsKilled() throws Exception {
        CrashScene scene = new CrashScene(directory, 1);
        scene.succeed("backfill", scene.domain(0).name());
        Application application = Application.onMysql(scene, scene.domain(0));
        killAgainAndAgain(scene, application, Side.POSTGRES);
    }

    @Test
    void reverseStreamAppliesEachChangeOnceHoweverOftenItIsKilled() throws Exception {
        CrashScene scene = new CrashScene(directory, 1);
        CutoverScene cutover = new CutoverScene(scene, scene.domain(0));
        scene.succeed("backfill", scene.domain(0).name());
        try (FicusProcess sync = FicusProcess.start(directory, "sync")) {
            cutover.verify();
            cutover.change("run", "dual-write");
            sync.kill();
        }
        Application application = Application.onBothSides(scene, scene.domain(0));
        killAgainAndAgain(scene, application, Side.MYSQL);
    }

    private static void killAgainAndAgain(CrashScene scene, Application running, Side target) throws Exception {
        ShopDomain domain = scene.domain(0);
        try (Application application = running) {
            goOnAtOnce(scene, target);
            List<String> points = scene.pointsOf("sync", domain.name(), "--until-caught-up");
            assertThat(points).containsExactly("stream.checkpoint-moved", "stream.written", "stream.committed");
            for (String point : points) {
                dieAt(point, scene, domain);
                goOnAtOnce(scene, target);
            }
            Random random = new Random();
            for (int i = 0; i < MOMENTS; i++) {
                killAnywhere(scene, target, Duration.ofMillis(random.nextInt(LONGEST_MILLIS)));
                goOnAtOnce(scene, target);
            }
            application.stop();
            goOnAtOnce(scene, target);
            scene.assertNothingLost(domain, application.ledger());
            assertThat(changes(scene, target))
                    .as("row changes applied, over all processes")
                    .isEqualTo(application.ledger().changes());
        }
    }

    /** At the second batch: the first may be the beat alone. */
    private static void dieAt(String point, CrashScene scene, ShopDomain domain) throws Exception {
        if (point.equals("stream.written")) {
            FicusProcess.killAt(point, 2, scene.directory(), "sync", domain.name());
        } else {
            FicusProcess.dieAt(point, 2, scene.directory(), "sync", domain.name());
        }
    }

    private static void killAnywhere(CrashScene scene, Side target, Duration later) throws Exception {
        long before = changes(scene, target);
        try (FicusProcess sync = FicusProcess.start(scene.directory(), "sync")) {
            Waiting.until("the stream runs: " + sync.output(), () -> changes(scene, target) > before);
            LockSupport.parkNanos(later.toNanos());
            sync.kill();
        }
    }

    /** Without {@code --standby}, so a lock that the dead process has left would refuse it. */
    private static void goOnAtOnce(CrashScene scene, Side target) throws Exception {
        String domain = scene.domain(0).name();
        if (target == Side.POSTGRES) {
            scene.awaitLockGone("stream:" + domain);
        } else {
            String held = "SELECT count(IS_USED_LOCK('ficus:stream:" + domain + "'))";
            Waiting.until("nobody holds the stream", () -> CrashScene.number(scene.mysql(), held) == 0);
        }
        JsonNode sync = scene.json("sync", domain, "--until-caught-up");
        assertThat(sync.at("/domains/0/stoppedBy").isNull()).isTrue();
    }

    private static long changes(CrashScene scene, Side target) throws SQLException {
        Connection connection = target == Side.POSTGRES ? scene.postgres() : scene.mysql();
        return CrashScene.number(
                connection,
                "SELECT changes FROM ficus.checkpoint WHERE domain = '"
                        + scene.domain(0).name() + "'");
    }
}
