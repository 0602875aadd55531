package dev.ficus.migrations.mongo;

import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import com.mongodb.event.CommandSucceededEvent;
import dev.ficus.core.history.DownOptions;
import dev.ficus.core.history.Target;
import dev.ficus.core.history.UpOptions;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.progress.StopSignal;
import dev.ficus.core.settings.DatabaseSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs {@code up} or {@code down} in a JVM of its own and kills it, as kill -9 does, just before or just after the n-th
 * command that writes is sent. Nothing of the JVM runs after that: no finally, no hook.
 */
final class HaltingChild {
    static final int KILLED = 137;
    private static final Set<String> READS = Set.of(
            "find",
            "getMore",
            "isMaster",
            "ismaster",
            "hello",
            "listIndexes",
            "listCollections",
            "count",
            "aggregate",
            "endSessions",
            "ping",
            "buildInfo");

    private HaltingChild() {}

    public static void main(String[] arguments) {
        DatabaseSettings database = UpInChild.database(arguments[0], arguments[1]);
        boolean up = arguments[2].equals("up");
        Halt halt = new Halt(Integer.parseInt(arguments[3]), arguments[4].equals("before"));
        Duration patient = Duration.ofSeconds(60);
        try (MongoHistory history = MongoHistory.observed(database, halt)) {
            if (up) {
                history.up(new UpOptions(patient), Progress.SILENT);
            } else {
                DownOptions options = new DownOptions(patient, new Target.Steps(1), Optional.empty());
                history.down(options, Progress.SILENT, StopSignal.NEVER);
            }
            System.out.println("done");
        }
    }

    /** The exit code: {@link #KILLED}, or 0 where the run sent fewer commands. */
    static int run(DatabaseSettings database, String direction, int command, String when) throws Exception {
        Process child = UpInChild.start(
                HaltingChild.class,
                List.of(
                        database.url(),
                        database.migrations().orElseThrow().toString(),
                        direction,
                        Integer.toString(command),
                        when));
        String said = UpInChild.result(child);
        int exit = child.waitFor();
        if (exit != KILLED && (exit != 0 || !said.equals("done"))) {
            throw new AssertionError("the child ended with " + exit + ": " + said);
        }
        return exit;
    }

    private static final class Halt implements CommandListener {
        private final AtomicInteger seen = new AtomicInteger();
        private final AtomicInteger answered = new AtomicInteger();
        private final int at;
        private final boolean before;

        private Halt(int at, boolean before) {
            this.at = at;
            this.before = before;
        }

        @Override
        public void commandStarted(CommandStartedEvent event) {
            if (!READS.contains(event.getCommandName()) && seen.incrementAndGet() == at && before) {
                Runtime.getRuntime().halt(KILLED);
            }
        }

        @Override
        public void commandSucceeded(CommandSucceededEvent event) {
            if (!READS.contains(event.getCommandName()) && answered.incrementAndGet() == at && !before) {
                Runtime.getRuntime().halt(KILLED);
            }
        }
    }
}
