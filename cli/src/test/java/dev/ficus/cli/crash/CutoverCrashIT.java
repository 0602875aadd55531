package dev.ficus.cli.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.cli.crash.Application.Side;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code ficus cutover} dies between any two of its steps, under load and beside a running {@code ficus sync}, and is
 * called again. The application offers every write to both sides, so it sees a moment with two owners.
 */
class CutoverCrashIT {
    private static final String COMMITTING = "cutover.committing";

    @TempDir
    private Path directory;

    @Test
    void nextCommandEndsWithOneOwnerWhereverTheLastCutoverWasKilled() throws Exception {
        CrashScene scene = new CrashScene(directory, 1);
        ShopDomain domain = scene.domain(0);
        CutoverScene cutover = new CutoverScene(scene, domain);
        scene.succeed("backfill", domain.name());
        try (FicusProcess sync = FicusProcess.start(directory, "sync");
                Application application = Application.onBothSides(scene, domain)) {
            cutover.verify();
            List<String> forward = cutover.pointsOf("run", "dual-write");
            List<String> back = cutover.pointsOf("rollback", "mirroring");
            assertThat(forward).contains("cutover.slot-created", "cutover.fenced", "cutover.reverse-begun");
            assertThat(back).contains("cutover.fenced", "cutover.committed", "cutover.mysql-opened");
            for (int i = 0; i < Math.max(forward.size(), back.size()); i++) {
                cutover.verify();
                change(cutover, forward, i, "run", "dual-write");
                application.awaitAccepted(Side.POSTGRES);
                change(cutover, back, i, "rollback", "mirroring");
                application.awaitAccepted(Side.MYSQL);
                assertThat(sync.alive()).as(sync.output()).isTrue();
            }
            application.stop();
            sync.kill();
            scene.awaitLockGone("stream:" + domain.name());
            scene.succeed("sync", "--until-caught-up");
            scene.assertNothingLost(domain, application.ledger());
        }
    }

    @Test
    void syncAloneSettlesWhatTheDeathOfAllProcessesLeft() throws Exception {
        CrashScene scene = new CrashScene(directory, 1);
        ShopDomain domain = scene.domain(0);
        CutoverScene cutover = new CutoverScene(scene, domain);
        scene.succeed("backfill", domain.name());
        try (Application application = Application.onBothSides(scene, domain)) {
            cutover.allDie("cutover.slot-created", "run", "dual-write");
            cutover.assertAt("mirroring");
            application.awaitAccepted(Side.MYSQL);
            cutover.allDie("cutover.reverse-begun", "run", "dual-write", "recovery.undone");
            cutover.assertAt("mirroring");
            application.awaitAccepted(Side.MYSQL);
            cutover.allDie("cutover.committed", "run", "dual-write");
            cutover.assertAt("dual-write");
            application.awaitAccepted(Side.POSTGRES);
            cutover.allDie("cutover.fenced", "rollback", "mirroring");
            cutover.assertAt("dual-write");
            application.awaitAccepted(Side.POSTGRES);
            cutover.allDie(
                    "cutover.committed", "rollback", "mirroring", "recovery.mysql-opened", "recovery.reverse-ended");
            cutover.assertAt("mirroring");
            application.awaitAccepted(Side.MYSQL);
            application.stop();
            scene.succeed("sync", "--until-caught-up");
            scene.assertNothingLost(domain, application.ledger());
        }
    }

    @Test
    void runningSyncSettlesWhatADeadCutoverLeft() throws Exception {
        CrashScene scene = new CrashScene(directory, 1);
        ShopDomain domain = scene.domain(0);
        CutoverScene cutover = new CutoverScene(scene, domain);
        scene.succeed("backfill", domain.name());
        try (FicusProcess sync = FicusProcess.start(directory, "sync");
                Application application = Application.onBothSides(scene, domain)) {
            cutover.verify();
            cutover.dieAt("cutover.reverse-begun", false, "run", "dual-write");
            application.awaitAccepted(Side.MYSQL);
            cutover.awaitAt("mirroring");
            cutover.change("run", "dual-write");
            cutover.dieAt("cutover.committed", true, "rollback", "mirroring");
            application.awaitAccepted(Side.MYSQL);
            cutover.awaitAt("mirroring");
            application.stop();
            scene.succeed("verify", domain.name());
            assertThat(sync.alive()).as(sync.output()).isTrue();
            sync.kill();
            scene.awaitLockGone("stream:" + domain.name());
            scene.succeed("sync", "--until-caught-up");
            scene.assertNothingLost(domain, application.ledger());
        }
    }

    @Test
    void readsAndTheWayBackEndCleanlyWhereverTheChangeWasKilled() throws Exception {
        CrashScene scene = new CrashScene(directory, 3);
        try (FicusProcess sync = startAll(scene)) {
            CutoverScene first = walked(scene, 0);
            try (Application application = Application.onBothSides(scene, scene.domain(0))) {
                List<String> ahead = first.pointsOf("run", "postgres");
                List<String> back = first.pointsOf("rollback", "dual-write");
                for (int i = 0; i < ahead.size(); i++) {
                    change(first, ahead, i, "run", "postgres");
                    application.awaitAccepted(Side.POSTGRES);
                    change(first, back, i, "rollback", "dual-write");
                    application.awaitAccepted(Side.POSTGRES);
                }
                application.stop();
                first.change("run", "postgres");
                long undone = first.undone();
                first.dieAt("cutover.opened", false, "finish", "retired");
                first.dieAt(COMMITTING, true, "finish", "retired");
                first.dieAt("cutover.committed", false, "finish", "retired");
                assertThat(first.undone() - undone)
                        .as("those before the commit")
                        .isEqualTo(2);
                first.goOn(true, "cutover.committed", "finish", "retired");
            }
            String[] late = {"cutover.reverse-ended", "cutover.finished"};
            for (int i = 0; i < late.length; i++) {
                CutoverScene other = walked(scene, i + 1);
                other.change("run", "postgres");
                other.dieAt(late[i], false, "finish", "retired");
                other.goOn(true, late[i], "finish", "retired");
            }
            assertThat(sync.alive()).as(sync.output()).isTrue();
        }
    }

    private static void change(CutoverScene cutover, List<String> points, int number, String command, String to)
            throws Exception {
        if (number < points.size()) {
            String point = points.get(number);
            cutover.dieAt(point, number % 4 == 3, command, to);
            cutover.goOn(points.indexOf(COMMITTING) < number, point, command, to);
        } else {
            cutover.change(command, to);
        }
    }

    private FicusProcess startAll(CrashScene scene) throws Exception {
        for (int i = 0; i < 3; i++) {
            scene.succeed("backfill", scene.domain(i).name());
        }
        return FicusProcess.start(directory, "sync");
    }

    /** A domain in phase dual-write. */
    private static CutoverScene walked(CrashScene scene, int number) {
        CutoverScene cutover = new CutoverScene(scene, scene.domain(number));
        cutover.verify();
        cutover.change("run", "dual-write");
        return cutover;
    }
}
