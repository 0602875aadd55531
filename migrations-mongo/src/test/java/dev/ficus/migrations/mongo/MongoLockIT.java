package dev.ficus.migrations.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.history.UpOptions;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.progress.ProgressEvent;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.sandbox.SharedServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two runs at once, and a run that is killed. The other run is a process of its own. The server is the one of
 * {@link MongoHistoryIT}: without a real MongoDB, a stand-in.
 */
class MongoLockIT {
    private static final Duration PATIENT = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private DatabaseSettings database;

    @BeforeEach
    void freshDatabase() {
        DatabaseSettings fresh = SharedServers.server(DatabaseKind.MONGO).freshDatabase("content");
        database = new DatabaseSettings(
                fresh.name(), fresh.kind(), fresh.url(), fresh.user(), fresh.password(), Optional.of(directory));
    }

    @Test
    void twoProcessesAtOnceApplyEachChangeOnce() throws Exception {
        for (int number = 1; number <= 5; number++) {
            write(number + ".yaml", "id: c" + number + "\nsteps:\n  - apply: { createCollection: t" + number + " }\n");
        }
        Process one = UpInChild.start(database, PATIENT);
        Process other = UpInChild.start(database, PATIENT);
        List<String> results = List.of(UpInChild.result(one), UpInChild.result(other));
        assertThat(results).containsExactlyInAnyOrder("applied 5", "applied 0");
    }

    @Test
    void killBetweenStepsIsSeenAsHalfAppliedAndTheLeaseEnds() throws Exception {
        StringBuilder file = new StringBuilder("id: long\nsteps:\n");
        for (int number = 1; number <= 5000; number++) {
            file.append("  - apply: { insert: { collection: t, documents: [ { n: ")
                    .append(number)
                    .append(" } ] } }\n");
        }
        write("1.yaml", file.toString());
        Process child = UpInChild.start(database, PATIENT);
        try (MongoSession session = MongoSession.open(database)) {
            StepJournal journal = new StepJournal(session.database());
            awaitRows(journal);
            child.destroyForcibly();
            assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
            FicusException refused = catchThrowableOfType(FicusException.class, this::up);
            assertThat(refused.code()).isEqualTo(ErrorCode.CHANGE_HALF_APPLIED);
            long done = journal.rows().stream()
                    .filter(row -> row.state() == StepRow.State.DONE)
                    .count();
            assertThat(done).isBetween(5L, 4999L);
            assertThat(refused.problem().what())
                    .startsWith(
                            "change long is half applied: " + done + " of 5000 steps ran, then the run was cut off");
            assertThat(session.database().getCollection("t").countDocuments(new Document()))
                    .as("what the message says, save the step that may have run")
                    .isBetween(done, done + 1);
        }
    }

    @Test
    void runWhoseLockIsTakenAwayStopsBeforeItsNextStep() throws Exception {
        write("1.yaml", """
                id: robbed
                steps:
                  - apply: { createCollection: one }
                  - apply: { runCommand: { delete: mongockLock, deletes: [ { q: {}, limit: 0 } ] } }
                  - apply: { createCollection: two }
                """);
        FicusException lost = catchThrowableOfType(FicusException.class, this::up);
        assertThat(lost.code()).isEqualTo(ErrorCode.CONNECTION_LOST);
        assertThat(lost.problem().fix()).endsWith("ficus migrate status --db content");
        try (MongoSession session = MongoSession.open(database)) {
            assertThat(session.database().listCollectionNames()).contains("one").doesNotContain("two");
        }
        FicusException half = catchThrowableOfType(FicusException.class, this::up);
        assertThat(half.problem().what())
                .isEqualTo("change robbed is half applied: 2 of 3 steps ran, then the run was cut off");
    }

    @Test
    void waitingTellsForWhomAndGivesUpAfterTheTimeout() throws Exception {
        write("1.yaml", "id: c1\nsteps:\n  - apply: { createCollection: t }\n");
        List<String> told = new ArrayList<>();
        try (MongoSession session = MongoSession.open(database);
                MongoLock lock = MongoLock.acquire(session.database(), "content", PATIENT, Progress.SILENT);
                MongoHistory history = MongoHistory.open(database)) {
            FicusException held = catchThrowableOfType(
                    FicusException.class,
                    () -> history.up(new UpOptions(Duration.ofSeconds(1)), event -> {
                        if (event instanceof ProgressEvent.Step step) {
                            told.add(step.subject() + ": " + step.text());
                        }
                    }));
            lock.check();
            assertThat(held.code()).isEqualTo(ErrorCode.LOCK_HELD);
            assertThat(held.problem().fix()).startsWith("waited for 1 s; ");
        }
        assertThat(told).as("once, and not at each try").hasSize(1);
        assertThat(told.get(0))
                .startsWith("content: waiting for the lock of the history, held by ")
                .contains(" pid " + ProcessHandle.current().pid() + " since ");
    }

    private static void awaitRows(StepJournal journal) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (journal.rows().size() < 6) {
            assertThat(System.nanoTime()).as("the child runs").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private void up() {
        try (MongoHistory history = MongoHistory.open(database)) {
            history.up(new UpOptions(PATIENT), Progress.SILENT);
        }
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }
}
