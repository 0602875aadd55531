package dev.ficus.cli.storm;

import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nothing is lost, doubled or echoed, whatever dies. {@code -Dstorm.seed} repeats a schedule, {@code -Dstorm.rounds} makes it
 * longer; {@code bench/storm} does both.
 */
class StormIT {
    private static final int ROUNDS = 20;

    @TempDir
    private Path directory;

    @Test
    void bothSidesAreEqualAfterEveryRound() throws Exception {
        long seed = Long.getLong("storm.seed", ThreadLocalRandom.current().nextInt(1_000_000));
        int rounds = Integer.getInteger("storm.rounds", ROUNDS);
        say("storm: seed " + seed + ", rounds " + rounds);
        try (Storm storm = new Storm(directory, seed)) {
            say("storm: " + storm.servers());
            int round = 0;
            try {
                storm.begin();
                for (; round < rounds; round++) {
                    storm.round(round);
                }
                storm.end();
            } catch (Exception | AssertionError e) {
                throw new AssertionError("in round " + round + ", repeat it with -Dstorm.seed=" + seed, e);
            } finally {
                say("| storm, seed " + seed + " | |\n|---|---|\n" + storm.table());
            }
        }
    }

    private static void say(String text) {
        System.out.println(text);
    }
}
