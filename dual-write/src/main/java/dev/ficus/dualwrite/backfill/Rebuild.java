package dev.ficus.dualwrite.backfill;

import static java.util.Comparator.comparing;
import static java.util.Comparator.reverseOrder;

import dev.ficus.core.error.FicusException;
import dev.ficus.core.progress.ProgressEvent;
import dev.ficus.dualwrite.backfill.DetachedObjects.Detached;
import dev.ficus.dualwrite.control.Control;
import dev.ficus.dualwrite.control.Strangler;
import dev.ficus.dualwrite.table.Table;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jdbi.v3.core.JdbiException;

/**
 * Builds what was down during a copy, several objects at a time, those of the largest tables first; then the foreign
 * keys, which lean on unique keys; then gathers statistics. Each object is built in one transaction with the end of its
 * record, so what a crash leaves is built by the next run, and what is built is not built again.
 */
final class Rebuild {
    private static final String DEADLOCK = "40P01";
    private static final long WATCH_MILLIS = 500;

    private final Strangler strangler;
    private final String domain;
    private final int workers;
    private final AtomicInteger built = new AtomicInteger();

    Rebuild(Strangler strangler, String domain, int workers) {
        this.strangler = strangler;
        this.domain = domain;
        this.workers = workers;
    }

    /**
     * Builds the primary keys alone, which the replay needs.
     *
     * @throws FicusException BACKFILL_FAILED where rows are equal by a key that MySQL tells apart; INTERRUPTED
     */
    void keys(List<Table> tables) throws SQLException {
        List<Detached> keys =
                down(tables).stream().filter(Detached::isPrimaryKey).toList();
        build(keys.stream(), keys.size());
    }

    /** @throws FicusException BACKFILL_FAILED where rows are equal by an index that MySQL tells apart; INTERRUPTED */
    void run(List<Table> tables) throws SQLException {
        List<Detached> down = down(tables);
        build(down.stream().filter(object -> !object.isForeignKey()), down.size());
        build(down.stream().filter(Detached::isForeignKey), down.size());
        strangler.progress().step(domain, "gathering statistics");
        Queue<Table> left = new ConcurrentLinkedQueue<>(tables);
        together(left, control -> {
            for (Table table = left.poll(); table != null && goesOn(); table = left.poll()) {
                control.handle().execute("ANALYZE " + table.postgresName());
            }
        });
    }

    /** What is down, that of the largest table first. */
    private List<Detached> down(List<Table> tables) throws SQLException {
        try (Control control = Control.open(strangler.postgres())) {
            Map<String, Long> sizes = sizes(control, tables);
            return new DetachedObjects(control, domain)
                    .all().stream()
                            .sorted(comparing(
                                    (Detached object) -> sizes.getOrDefault(object.table(), 0L), reverseOrder()))
                            .toList();
        }
    }

    private void build(Stream<Detached> objects, int all) throws SQLException {
        Queue<Detached> left = new ConcurrentLinkedQueue<>(objects.toList());
        together(left, control -> {
            DetachedObjects detached = new DetachedObjects(control, domain);
            for (Detached object = left.poll(); object != null && goesOn(); object = left.poll()) {
                report(all, "building " + object.kind() + " " + object.name() + " of " + object.table());
                attach(detached, object);
                built.incrementAndGet();
                strangler.hook().at("backfill.attached");
            }
        });
        report(all, "building indexes and foreign keys");
    }

    /** Two foreign keys between the same tables may lock each other out; one of them is then built again. */
    private static void attach(DetachedObjects detached, Detached object) {
        while (true) {
            try {
                detached.attach(object);
                return;
            } catch (JdbiException e) {
                if (!(e.getCause() instanceof SQLException cause) || !DEADLOCK.equals(cause.getSQLState())) {
                    throw e;
                }
            }
        }
    }

    private interface Share {
        void work(Control control) throws SQLException;
    }

    private void together(Queue<?> left, Share share) throws SQLException {
        Workers crew = new Workers();
        Callable<Void> part = () -> {
            try (Control control = Control.open(strangler.postgres())) {
                share.work(control);
            } catch (Exception | Error e) {
                left.clear(); // nothing is left to the others
                throw e;
            }
            return null;
        };
        crew.run(Collections.nCopies(Math.min(workers, left.size()), part), WATCH_MILLIS, () -> {});
        if (strangler.stop().requested()) {
            throw CopyRun.stopped(domain);
        }
    }

    private boolean goesOn() {
        return !strangler.stop().requested();
    }

    private void report(int all, String state) {
        strangler
                .progress()
                .on(new ProgressEvent.Count(domain + " indexes", built.get(), OptionalLong.of(all), "objects", state));
    }

    private static Map<String, Long> sizes(Control control, List<Table> tables) throws SQLException {
        Map<String, Long> sizes = new HashMap<>();
        for (Table table : tables) {
            try (PreparedStatement statement = control.handle()
                    .getConnection()
                    .prepareStatement("SELECT coalesce(pg_table_size(to_regclass(?)), 0)")) {
                statement.setString(1, table.postgresName());
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    sizes.put(table.name(), row.getLong(1));
                }
            }
        }
        return sizes;
    }
}
