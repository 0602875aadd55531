package dev.ficus.cli.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.cli.CommandRun;
import dev.ficus.cli.Waiting;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** One domain of a {@link CrashScene} whose phase is changed, and what must be true of it in each phase. */
final class CutoverScene {
    private static final int TRIGGERS = 6;
    private static final int TRANSIENT = 5;

    private final CrashScene scene;
    private final ShopDomain domain;

    CutoverScene(CrashScene scene, ShopDomain domain) {
        this.scene = scene;
        this.domain = domain;
    }

    /** The command line of a change of phase, patient enough for a busy machine. */
    String[] line(String command, String to) {
        List<String> line = new ArrayList<>(List.of("cutover", command, domain.name()));
        line.addAll(command.equals("finish") ? List.of("--confirm", domain.name()) : List.of("--to", to));
        line.addAll(List.of("--max-lag", "60", "--drain-timeout", "60", "--fence-timeout", "60"));
        return line.toArray(String[]::new);
    }

    void verify() {
        scene.succeed("verify", domain.name());
    }

    void change(String command, String to) {
        scene.succeed(line(command, to));
        assertAt(to);
    }

    /** The points that a change of phase comes by. */
    List<String> pointsOf(String command, String to) {
        List<String> points = scene.pointsOf(line(command, to));
        assertThat(points)
                .startsWith("cutover.opened")
                .contains("cutover.committing")
                .endsWith("cutover.finished");
        return points;
    }

    /** Lets a change of phase die at a point. */
    void dieAt(String point, boolean fromOutside, String command, String to) throws Exception {
        if (fromOutside) {
            FicusProcess.killAt(point, 1, scene.directory(), line(command, to));
        } else {
            FicusProcess.dieAt(point, 1, scene.directory(), line(command, to));
        }
        scene.awaitLockGone("cutover:" + domain.name());
    }

    /**
     * The stream is killed while a change of phase stands at a point, then that, then some that recover, each at a point
     * of the recovery; then a new stream begins.
     */
    void allDie(String point, String command, String to, String... recoveries) throws Exception {
        try (FicusProcess sync = FicusProcess.start(scene.directory(), "sync")) {
            if (command.equals("run")) {
                verify();
            }
            try (FicusProcess change = FicusProcess.standAt(point, 1, scene.directory(), line(command, to))) {
                assertThat(sync.alive()).as(sync.output()).isTrue();
                sync.kill();
                change.kill();
            }
        }
        scene.awaitLockGone("cutover:" + domain.name());
        for (String recovery : recoveries) {
            FicusProcess.dieAt(recovery, 1, scene.directory(), "sync");
            scene.awaitLockGone("cutover:" + domain.name());
        }
        scene.awaitLockGone("stream:" + domain.name());
        scene.succeed("sync", "--until-caught-up");
    }

    /**
     * The command is called again after a death. Before the journal's commit the first change was undone and this one
     * goes through; behind it, the first was carried on and there is nothing left to do.
     */
    void goOn(boolean committed, String point, String command, String to) throws Exception {
        long before = undone();
        CommandRun run = untilNobodyElseRecovers(line(command, to));
        if (committed) {
            assertThat(run.err())
                    .as("after %s", point)
                    .contains("error PHASE_UNREACHABLE: the domain is in phase " + to + " already");
        } else {
            assertThat(run.exitCode()).as("after %s: %s", point, run.err()).isZero();
        }
        assertThat(undone() - before).as("changes undone after %s", point).isEqualTo(committed ? 0 : 1);
        assertAt(to);
    }

    /** A running sync recovers too; whoever comes second is told to run again. */
    private CommandRun untilNobodyElseRecovers(String... line) throws Exception {
        CommandRun[] run = new CommandRun[1];
        Waiting.until("the change of phase is free", () -> {
            run[0] = scene.ficus(line);
            return run[0].exitCode() != TRANSIENT;
        });
        return run[0];
    }

    /** The phase, and nothing that belongs to another one. */
    void assertAt(String phase) {
        List<String> expected = switch (phase) {
            case "mirroring" ->
                List.of("mirroring", "mysql triggers 0", "postgres fenced 2", "slots 0 0", "reverse 0", "forward 1");
            case "dual-write", "postgres" ->
                List.of(
                        phase,
                        "mysql triggers " + TRIGGERS,
                        "postgres fenced 0",
                        "slots 1 1",
                        "reverse 1",
                        "forward 0");
            case "retired" ->
                List.of(
                        phase,
                        "mysql triggers " + TRIGGERS,
                        "postgres fenced 0",
                        "slots 0 0",
                        "reverse 0",
                        "forward 0");
            default -> throw new IllegalArgumentException(phase);
        };
        try {
            assertThat(state()).isEqualTo(expected);
            assertThat(journal("open", "committed")).as("unfinished changes").isZero();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits until somebody has brought the domain to this phase, with nothing left over. */
    void awaitAt(String phase) throws Exception {
        Waiting.until("the journal is settled", () -> journal("open", "committed") == 0);
        assertAt(phase);
    }

    /** Changes of phase that were undone so far. */
    long undone() throws SQLException {
        return journal("undone");
    }

    private long journal(String... states) throws SQLException {
        return CrashScene.number(
                scene.postgres(),
                "SELECT count(*) FROM ficus.journal WHERE domain = '" + domain.name() + "' AND state IN ('"
                        + String.join("', '", states) + "')");
    }

    private List<String> state() throws SQLException {
        String tables = "('" + domain.purchase() + "', '" + domain.line() + "')";
        String slots = CrashScene.rows(
                        scene.postgres(),
                        "SELECT (SELECT count(*) FROM pg_replication_slots WHERE slot_name LIKE '%" + domain.name()
                                + "%') || ' ' || (SELECT count(*) FROM pg_publication WHERE pubname LIKE '%"
                                + domain.name() + "%')")
                .get(0);
        long triggers = CrashScene.number(
                scene.mysql(),
                "SELECT count(*) FROM information_schema.triggers WHERE trigger_schema = database()"
                        + " AND event_object_table IN " + tables);
        long fenced = CrashScene.number(
                scene.postgres(),
                "SELECT count(*) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE tgname = 'ficus_fence'"
                        + " AND tgenabled <> 'D' AND relname IN " + tables);
        String checkpoints = "SELECT count(*) FROM ficus.checkpoint WHERE domain = '" + domain.name() + "'";
        return List.of(
                scene.phase(domain),
                "mysql triggers " + triggers,
                "postgres fenced " + fenced,
                "slots " + slots,
                "reverse " + CrashScene.number(scene.mysql(), checkpoints),
                "forward " + CrashScene.number(scene.postgres(), checkpoints));
    }
}
