package dev.ficus.cli.storm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.cli.CommandRun;
import dev.ficus.cli.Waiting;
import dev.ficus.sandbox.FaultProxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;

/**
 * Rounds of faults under load. The seed decides what the application writes and what goes wrong in which order; when exactly,
 * the machine decides. In each round the application writes, two things go wrong, the application pauses, and then both sides
 * must be equal, and equal to what was accepted. Every few rounds the owner changes; from time to time the domain is copied anew.
 */
final class Storm implements AutoCloseable {
    private static final int ROUNDS_OF_A_CYCLE = 10;
    private static final int[] FORWARD_CHANGES = {3, 7};
    private static final String[] PATIENT = {"--max-lag", "60", "--drain-timeout", "60", "--fence-timeout", "60"};

    private final Random random;
    private final StormFigures figures = new StormFigures();
    private final StormScene scene;

    Storm(Path directory, long seed) throws Exception {
        random = new Random(seed);
        scene = new StormScene(directory, seed, figures);
    }

    String servers() {
        return scene.servers().description();
    }

    String table() {
        return figures.table(scene.application());
    }

    /** The first copy, interrupted. */
    void begin() throws Exception {
        scene.application().start();
        backfill(false);
        scene.startSync();
        settle();
    }

    void round(int number) throws Exception {
        int place = number % ROUNDS_OF_A_CYCLE;
        long applied = scene.applied();
        long written = scene.application().book().changes();
        scene.application().start();
        if (place == FORWARD_CHANGES[0]) {
            change("run", "dual-write");
        } else if (place == FORWARD_CHANGES[1]) {
            change("rollback", "mirroring");
        } else if (place == 0 && number > 0) {
            copyAnew();
        } else {
            twoFaults();
            settle();
            assertThat(scene.applied() - applied)
                    .as("row changes applied, for each that was accepted one")
                    .isEqualTo(scene.application().book().changes() - written);
            figures.round();
            return;
        }
        settle();
        figures.round();
    }

    void end() throws Exception {
        scene.assertNobodyConnected();
    }

    private void twoFaults() throws Exception {
        for (int i = 0; i < 2; i++) {
            scene.application().awaitAccepted(5 + random.nextInt(30));
            happen(chosen());
            scene.watchSync();
        }
        scene.application().awaitAccepted(5);
    }

    private void settle() throws Exception {
        scene.application().stop();
        long began = System.nanoTime();
        scene.awaitCaughtUp();
        figures.recovered(Duration.ofNanos(System.nanoTime() - began));
        scene.assertEqual();
        scene.assertVerified();
        scene.assertNoEchoAndNoOrphan();
    }

    private Fault chosen() {
        Fault fault = Fault.OF_ROUNDS[random.nextInt(Fault.OF_ROUNDS.length)];
        return fault == Fault.SPILL_DISK_FULL && !scene.spill().canFill() ? Fault.TOOL_KILLED : fault;
    }

    /** The disk has room again only when the daemon has seen that there is none. */
    private void fillSpill() throws Exception {
        scene.killSync();
        scene.startSync();
        scene.spill().fill();
        scene.application().writeLarge();
        Waiting.until("the daemon finds no room to spill", () -> {
            scene.application().refuseFault();
            scene.watchSync();
            return scene.syncSaid("spill file");
        });
        scene.spill().free();
    }

    private void happen(Fault fault) throws Exception {
        figures.fault(fault);
        FaultProxy some = (random.nextBoolean() ? scene.source() : scene.target()).ofFicus();
        switch (fault) {
            case TOOL_KILLED -> scene.killSync();
            case SOURCE_KILLED -> restart(scene.source(), true);
            case TARGET_KILLED -> restart(scene.target(), true);
            case SOURCE_RESTARTED -> restart(scene.source(), false);
            case TARGET_RESTARTED -> restart(scene.target(), false);
            case CONNECTIONS_CUT -> {
                scene.servers().mysql().ofFicus().cut();
                scene.servers().postgres().ofFicus().cut();
            }
            case CONNECTIONS_REFUSED -> {
                some.refuse(true);
                some.cut();
                scene.application().awaitAccepted(20);
                some.resume();
            }
            case NETWORK_SLOW -> {
                some.delay(Duration.ofMillis(5));
                scene.application().awaitAccepted(50);
                some.resume();
            }
            case NETWORK_STALLED -> {
                some.stall();
                scene.application().awaitAccepted(30);
                some.resume();
            }
            case COMMIT_FORGOTTEN -> forgetCommits(scene.target().ofFicus(), 1 + random.nextInt(3));
            case APPLICATION_CUT -> forgetCommits(scene.source().ofApplication(), 1);
            case SPILL_DISK_FULL -> fillSpill();
            default -> throw new IllegalArgumentException(fault.text());
        }
    }

    private static void restart(StormServers.Side side, boolean crash) {
        if (crash) {
            side.server().kill();
        } else {
            side.server().stop();
        }
        side.server().start();
    }

    /** The application goes on writing, so the daemon goes on committing. */
    private void forgetCommits(FaultProxy proxy, int count) throws Exception {
        int before = proxy.forgotten();
        proxy.forgetCommits(count);
        Waiting.until("answers to COMMIT are lost", () -> {
            scene.application().refuseFault();
            scene.watchSync();
            return proxy.forgotten() >= before + count;
        });
    }

    /** Once killed at a moment of nobody's choice, then again until the phase is there. */
    private void change(String command, String to) throws Exception {
        scene.application().awaitAccepted(5);
        scene.watchSync();
        if (command.equals("run")) {
            scene.assertVerified();
        }
        String[] line = line(command, to);
        String before = unfinished();
        try (StormProcess change = scene.process(line)) {
            Waiting.until("the change of phase has begun", () -> !unfinished().equals(before) || !change.alive());
            scene.application().awaitAccepted(random.nextInt(3));
            change.kill();
        }
        figures.fault(Fault.CUTOVER_KILLED);
        Waiting.until("phase " + to, () -> {
            scene.watchSync();
            if (scene.phase().equals(to)) {
                return true;
            }
            CommandRun run = scene.untilSettled(line);
            return run.exitCode() == 0 || run.err().contains("error PHASE_UNREACHABLE");
        });
        Waiting.until(
                "the journal is settled",
                () -> scene.servers()
                        .postgres()
                        .rows("SELECT count(*) FROM ficus.journal WHERE state IN ('open', 'committed')")
                        .get(0)
                        .equals("0"));
        scene.application().awaitAccepted(5);
    }

    private String unfinished() throws Exception {
        return scene.servers()
                .postgres()
                .rows("SELECT count(*) FROM ficus.journal")
                .get(0);
    }

    private static String[] line(String command, String to) {
        String[] line = new String[5 + PATIENT.length];
        String[] first = {"cutover", command, StormScene.DOMAIN, "--to", to};
        System.arraycopy(first, 0, line, 0, first.length);
        System.arraycopy(PATIENT, 0, line, first.length, PATIENT.length);
        return line;
    }

    private void copyAnew() throws Exception {
        CommandRun back = scene.untilSettled(line("rollback", "legacy"));
        assertThat(back.exitCode()).as(back.err()).isZero();
        backfill(true);
    }

    /** Killed in the copy, killed again a little later, then left alone. */
    private void backfill(boolean restart) throws Exception {
        String[] anew = {"backfill", StormScene.DOMAIN, "--chunk-rows", "25", "--restart", "--yes"};
        String[] on = {"backfill", StormScene.DOMAIN, "--chunk-rows", "25"};
        scene.application().awaitAccepted(5);
        for (String reached : new String[] {"copying", "replaying"}) {
            try (StormProcess backfill = scene.process(restart && reached.equals("copying") ? anew : on)) {
                Waiting.until("the backfill is " + reached, () -> !backfill.alive() || stages().contains(reached));
                scene.application().awaitAccepted(random.nextInt(10));
                backfill.kill();
            }
            figures.fault(Fault.BACKFILL_KILLED);
        }
        CommandRun last = scene.untilSettled(on);
        assertThat(last.exitCode() == 0 || last.err().contains("error BACKFILL_DONE: "))
                .as(last.err())
                .isTrue();
    }

    private String stages() throws Exception {
        boolean begun = !scene.servers()
                .postgres()
                .rows("SELECT 1 FROM pg_tables WHERE schemaname = 'ficus' AND tablename = 'backfill'")
                .isEmpty();
        return begun ? String.join(",", scene.servers().postgres().rows("SELECT state FROM ficus.backfill")) : "";
    }

    @Override
    public void close() throws Exception {
        scene.close();
    }
}
