package dev.ficus.migrations.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** Two processes, which stay, race for the lock again and again. */
class MongoLockRaceIT extends MongoFixture {
    private static final int ROUNDS = 50;
    private static final int STEPS = 20;

    @Test
    void eachChangeRunsOnceWhenTwoProcessesRaceFiftyTimes() throws Exception {
        List<List<String>> results = race(ROUNDS);
        for (int round = 0; round < ROUNDS; round++) {
            assertThat(results.get(round)).as("round " + round).containsExactlyInAnyOrder("applied 1", "applied 0");
            assertThat(count("t", new Document("round", round))).isEqualTo(STEPS);
        }
    }

    /** Negative control: somebody takes the lock away from whoever has it, and both run at once. */
    @Test
    void raceIsSeenWhereTheLockIsTakenAway() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        Thread thief = new Thread(() -> in(db -> {
            while (!stop.get()) {
                db.getCollection("mongockLock").deleteMany(new Document());
            }
            return true;
        }));
        thief.start();
        try {
            List<List<String>> results = new ArrayList<>();
            for (int tries = 0; tries < ROUNDS && isClean(results); tries++) {
                results.addAll(race(1));
                in(db -> db.getCollection(StepJournal.COLLECTION).deleteMany(new Document()));
                in(db -> db.getCollection("mongockChangeLog").deleteMany(new Document()));
            }
            assertThat(isClean(results)).as("%s", results).isFalse();
        } finally {
            stop.set(true);
            thief.join();
        }
    }

    private static boolean isClean(List<List<String>> results) {
        return results.stream().allMatch(round -> round.contains("applied 1") && round.contains("applied 0"));
    }

    private List<List<String>> race(int rounds) throws Exception {
        List<List<String>> results = new ArrayList<>();
        try (RacingChild one = new RacingChild(database);
                RacingChild other = new RacingChild(database)) {
            one.go();
            other.go();
            assertThat(List.of(one.result(), other.result()))
                    .as("both are there")
                    .hasSize(2);
            for (int round = 0; round < rounds; round++) {
                write("c" + round + ".yaml", change(round));
                one.go();
                other.go();
                results.add(List.of(one.result(), other.result()));
            }
        }
        return results;
    }

    private static String change(int round) {
        String step = "  - apply: { insert: { collection: t, documents: [ { round: " + round + " } ] } }\n";
        return "id: c" + round + "\nsteps:\n" + step.repeat(STEPS);
    }
}
