package dev.ficus.cli.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.cli.Waiting;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code ficus backfill} with several workers is killed, again and again, while they copy. The tables have no primary key
 * then, so nothing but the ledger keeps a chunk from being copied twice: rows are counted after each kill.
 */
class BackfillWorkersCrashIT {
    private static final int KILLS = 5;
    private static final String[] WORKERS = {"--workers", "4", "--chunk-rows", "2"};
    /** Slow enough for a kill to hit the copy. */
    private static final String[] SLOW = {"--max-rows-per-second", "80"};

    @TempDir
    private Path directory;

    @Test
    void copyThatIsKilledAtAnyMomentHasNoRowTwiceAndLosesNone() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        CrashScene scene = new CrashScene(directory, 1);
        ShopDomain domain = scene.domain(0);
        List<String> objects = scene.postgresObjects(domain);
        try (Application application = Application.onMysql(scene, domain)) {
            application.awaitAccepted(Application.Side.MYSQL);
            for (int kill = 0; kill < KILLS; kill++) {
                long wanted = chunksDone(scene) + 1 + random.nextInt(12);
                try (FicusProcess ficus = FicusProcess.start(directory, backfill(domain, SLOW))) {
                    Waiting.until("chunk " + wanted, () -> {
                        assertThat(ficus.alive())
                                .as("seed %d: %s", seed, ficus.output())
                                .isTrue();
                        return chunksDone(scene) >= wanted;
                    });
                }
                assertEveryCopiedRowStandsOnce(scene, domain, "seed " + seed + ", kill " + kill);
                scene.awaitLockGone("backfill:" + domain.name());
            }
            goOn(scene, domain, application);
        }
        assertThat(scene.postgresObjects(domain)).isEqualTo(objects);
    }

    @Test
    void copyThatIsKilledBetweenTheStepsOfItsWorkersHasNoRowTwiceAndLosesNone() throws Exception {
        List<String> points = List.of(
                "backfill.chunk-cut", "backfill.chunk-planned", "backfill.chunk-written", "backfill.chunk-committed");
        CrashScene scene = new CrashScene(directory, 1);
        ShopDomain domain = scene.domain(0);
        try (Application application = Application.onMysql(scene, domain)) {
            application.awaitAccepted(Application.Side.MYSQL);
            for (String point : points) {
                FicusProcess.dieAt(point, 9, directory, backfill(domain));
                assertEveryCopiedRowStandsOnce(scene, domain, point);
                scene.awaitLockGone("backfill:" + domain.name());
            }
            goOn(scene, domain, application);
        }
    }

    private static void goOn(CrashScene scene, ShopDomain domain, Application application) throws Exception {
        scene.succeed(backfill(domain));
        application.stop();
        scene.succeed("sync", domain.name(), "--until-caught-up");
        scene.assertNothingLost(domain, application.ledger());
        assertThat(scene.phase(domain)).isEqualTo("mirroring");
    }

    private static long chunksDone(CrashScene scene) throws SQLException {
        return CrashScene.rows(scene.postgres(), "SELECT to_regclass('ficus.chunk') IS NOT NULL")
                        .contains("t")
                ? CrashScene.number(scene.postgres(), "SELECT count(*) FROM ficus.chunk WHERE done_at IS NOT NULL")
                : 0;
    }

    /** In one snapshot each: what the ledger says, what is there, and how many keys. */
    private static void assertEveryCopiedRowStandsOnce(CrashScene scene, ShopDomain domain, String when)
            throws SQLException {
        for (String table : List.of(domain.purchase(), domain.line())) {
            assertThat(CrashScene.rows(
                            scene.postgres(),
                            "SELECT coalesce(sum(row_count), 0) = (SELECT count(*) FROM " + table + "),"
                                    + " (SELECT count(*) = count(DISTINCT id) FROM " + table + "),"
                                    + " (SELECT count(*) FROM pg_constraint WHERE contype = 'p' AND conrelid = '"
                                    + table
                                    + "'::regclass) FROM ficus.chunk WHERE table_name = '" + table
                                    + "' AND done_at IS NOT NULL"))
                    .as("%s, %s: rows as the ledger has them, none twice, and no primary key to refuse it", when, table)
                    .containsExactly("t|t|0");
        }
    }

    private static String[] backfill(ShopDomain domain, String... more) {
        List<String> line = new ArrayList<>(List.of("backfill", domain.name()));
        line.addAll(List.of(WORKERS));
        line.addAll(List.of(more));
        return line.toArray(String[]::new);
    }
}
