package dev.ficus.cli.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.cli.CommandRun;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ficus backfill} dies at each of its points, under load, and is called again. */
class BackfillCrashIT {
    private static final String[] SMALL_CHUNKS = {"--chunk-rows", "50"};
    private static final String LAST = "backfill.finished";

    @TempDir
    private Path recorded;

    @TempDir
    private Path directory;

    @Test
    void nextBackfillEndsWithEqualSidesWhereverTheLastOneWasKilled() throws Exception {
        List<String> points = points();
        assertThat(points).contains("backfill.position-read", "backfill.chunk-written", "stream.written", LAST);
        CrashScene scene = new CrashScene(directory, points.size());
        for (String point : points) {
            dieAndGoOn(scene, scene.domain(points.indexOf(point)), point, points.indexOf(point) % 4 == 1);
        }
    }

    private List<String> points() throws Exception {
        CrashScene scene = new CrashScene(recorded, 1);
        return scene.pointsOf(backfill(scene.domain(0)));
    }

    private static void dieAndGoOn(CrashScene scene, ShopDomain domain, String point, boolean fromOutside)
            throws Exception {
        List<String> objects = scene.postgresObjects(domain);
        // The second chunk is in the middle of the copy.
        int arrival = point.startsWith("backfill.chunk-") ? 2 : 1;
        try (Application application = Application.onMysql(scene, domain)) {
            application.awaitAccepted(Application.Side.MYSQL);
            if (fromOutside) {
                FicusProcess.killAt(point, arrival, scene.directory(), backfill(domain));
            } else {
                FicusProcess.dieAt(point, arrival, scene.directory(), backfill(domain));
            }
            scene.awaitLockGone("backfill:" + domain.name());
            scene.awaitLockGone("stream:" + domain.name());
            CommandRun next = scene.ficus(backfill(domain));
            if (point.equals(LAST)) {
                assertThat(next.err()).as(point).contains("error BACKFILL_DONE: ");
            } else {
                assertThat(next.exitCode())
                        .as("after %s: %s", point, next.err())
                        .isZero();
            }
            application.stop();
            scene.succeed("sync", domain.name(), "--until-caught-up");
            scene.assertNothingLost(domain, application.ledger());
        }
        assertThat(scene.phase(domain)).as(point).isEqualTo("mirroring");
        assertThat(scene.postgresObjects(domain)).as(point).isEqualTo(objects);
    }

    private static String[] backfill(ShopDomain domain) {
        return new String[] {"backfill", domain.name(), SMALL_CHUNKS[0], SMALL_CHUNKS[1]};
    }
}
