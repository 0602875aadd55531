package dev.ficus.dualwrite.cutover;

import dev.ficus.dualwrite.TestSides;
import dev.ficus.dualwrite.control.MysqlFence;
import dev.ficus.dualwrite.control.Owner;
import dev.ficus.dualwrite.control.PostgresFence;
import dev.ficus.dualwrite.route.DomainRoute;
import dev.ficus.dualwrite.route.RouteOptions;
import dev.ficus.dualwrite.route.Router;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes to both sides at all times, whoever owns the domain, and remembers what was accepted: two probes that know one
 * side each, and an application that writes through route. A row's customer begins with the side that took it, and its
 * time is the moment at which the server did; both servers read the same clock.
 */
final class Writers implements AutoCloseable {
    private static final long PACE_NANOS = 3_000_000;

    private final TestSides sides;
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final AtomicInteger mysql = new AtomicInteger();
    private final AtomicInteger postgres = new AtomicInteger();
    private final AtomicInteger routed = new AtomicInteger();
    private final List<CompletableFuture<Void>> running = new ArrayList<>();
    private volatile boolean ended;

    private Writers(TestSides sides) {
        this.sides = sides;
    }

    /** All three. */
    static Writers start(TestSides sides) {
        Writers writers = probes(sides);
        writers.running.add(CompletableFuture.runAsync(writers::application));
        return writers;
    }

    /** The probes alone. */
    static Writers probes(TestSides sides) {
        Writers writers = new Writers(sides);
        writers.running.add(CompletableFuture.runAsync(() -> writers.probe(Owner.MYSQL, writers.mysql)));
        writers.running.add(CompletableFuture.runAsync(() -> writers.probe(Owner.POSTGRES, writers.postgres)));
        return writers;
    }

    /** Waits until that side has taken that many more writes. */
    void await(Owner side, int more) {
        AtomicInteger counter = side == Owner.MYSQL ? mysql : postgres;
        int wanted = counter.get() + more;
        while (counter.get() < wanted) {
            failIfFailed();
            LockSupport.parkNanos(PACE_NANOS);
        }
    }

    /** The customers of all writes that somebody was told are accepted. */
    Set<String> accepted() {
        return Set.copyOf(accepted);
    }

    /** How many of them went through route. */
    int routed() {
        return routed.get();
    }

    private void failIfFailed() {
        running.stream().filter(CompletableFuture::isCompletedExceptionally).forEach(CompletableFuture::join);
    }

    private void probe(Owner side, AtomicInteger counter) {
        try (Connection connection = side == Owner.MYSQL ? sides.openMysql() : sides.openPostgres()) {
            for (int i = 0; !ended; i++) {
                String customer = letter(side) + i;
                try {
                    insert(connection, side, customer);
                    accepted.add(customer);
                    counter.incrementAndGet();
                } catch (SQLException e) {
                    if (!MysqlFence.refused(e) && !PostgresFence.refused(e)) {
                        throw e;
                    }
                }
                LockSupport.parkNanos(PACE_NANOS);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void application() {
        DomainRoute route = Router.open(
                        sides::openMysql,
                        sides::openPostgres,
                        new RouteOptions(Duration.ofSeconds(1), Duration.ofSeconds(30)))
                .domain(sides.domain());
        try {
            for (int i = 0; !ended; i++) {
                int number = i;
                accepted.add(route.write((connection, side) -> {
                    String customer = letter(side) + "r" + number;
                    insert(connection, side, customer);
                    return customer;
                }));
                routed.incrementAndGet();
                LockSupport.parkNanos(PACE_NANOS);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String letter(Owner side) {
        return side == Owner.MYSQL ? "m" : "p";
    }

    private static void insert(Connection connection, Owner side, String customer) throws SQLException {
        String now = side == Owner.MYSQL ? "sysdate(6)" : "clock_timestamp()";
        TestSides.execute(
                connection,
                "INSERT INTO purchase (customer, total, made) VALUES ('" + customer + "', 1.00, " + now + ")");
    }

    @Override
    public void close() {
        ended = true;
        running.forEach(CompletableFuture::join);
    }
}
