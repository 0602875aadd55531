package dev.ficus.cli.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ficus.cli.Waiting;
import java.nio.file.Path;
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
        ShopDomain domain = scene.domain(0);
        scene.succeed("backfill", domain.name());
        List<String> points = scene.pointsOf("sync", domain.name(), "--until-caught-up");
        assertThat(points).containsExactly("stream.checkpoint-moved", "stream.written", "stream.committed");
        try (Application application = Application.onMysql(scene, domain)) {
            for (String point : points) {
                dieAt(point, scene, domain);
                goOnAtOnce(scene, domain);
            }
            Random random = new Random();
            for (int i = 0; i < MOMENTS; i++) {
                killAnywhere(scene, domain, Duration.ofMillis(random.nextInt(LONGEST_MILLIS)));
                goOnAtOnce(scene, domain);
            }
            application.stop();
            goOnAtOnce(scene, domain);
            scene.assertNothingLost(domain, application.ledger());
            assertThat(changes(scene, domain))
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

    private static void killAnywhere(CrashScene scene, ShopDomain domain, Duration later) throws Exception {
        long before = changes(scene, domain);
        try (FicusProcess sync = FicusProcess.start(scene.directory(), "sync", domain.name())) {
            Waiting.until("the stream runs: " + sync.output(), () -> changes(scene, domain) > before);
            LockSupport.parkNanos(later.toNanos());
            sync.kill();
        }
    }

    /** Without {@code --standby}, so a lock that the dead process has left would refuse it. */
    private static void goOnAtOnce(CrashScene scene, ShopDomain domain) throws Exception {
        scene.awaitLockGone("stream:" + domain.name());
        JsonNode sync = scene.json("sync", domain.name(), "--until-caught-up");
        assertThat(sync.at("/domains/0/stoppedBy").isNull()).isTrue();
    }

    private static long changes(CrashScene scene, ShopDomain domain) throws SQLException {
        return CrashScene.number(
                scene.postgres(),
                "SELECT changes FROM ficus.checkpoint WHERE direction = 'forward' AND domain = '" + domain.name()
                        + "'");
    }
}
