package dev.ficus.cli.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.cli.Waiting;
import dev.ficus.cli.crash.Ledger.Write;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * An application that writes all the time, on a thread of its own. It offers each write to every side that it was given,
 * and holds both transactions open before it commits one: if both sides ever take the same write, the domain has two
 * owners, and the fences cannot move in between, because they wait for open transactions.
 */
final class Application implements AutoCloseable {
    /** A place where a domain's rows are. */
    enum Side {
        MYSQL,
        POSTGRES
    }

    private static final Duration PACE = Duration.ofMillis(5);
    /** Lock waits and deadlocks, which an application tries again. */
    private static final Set<String> PASSING = Set.of("40001", "41000", "40P01", "55P03");

    private final ShopDomain domain;
    private final Map<Side, Connection> connections;
    private final Ledger ledger = new Ledger();
    private final Map<Side, AtomicLong> accepted = new EnumMap<>(Side.class);
    private final List<String> faults = Collections.synchronizedList(new ArrayList<>());
    private final Thread thread = new Thread(this::work, "application");
    private volatile boolean stopped;

    private Application(ShopDomain domain, Map<Side, Connection> connections) {
        this.domain = domain;
        this.connections = connections;
        connections.keySet().forEach(side -> accepted.put(side, new AtomicLong()));
    }

    /** One that knows MySQL alone. */
    static Application onMysql(CrashScene scene, ShopDomain domain) throws SQLException {
        return start(domain, Map.of(Side.MYSQL, scene.mysql()));
    }

    static Application onBothSides(CrashScene scene, ShopDomain domain) throws SQLException {
        return start(domain, Map.of(Side.MYSQL, scene.mysql(), Side.POSTGRES, scene.postgres()));
    }

    private static Application start(ShopDomain domain, Map<Side, Connection> connections) throws SQLException {
        for (Connection connection : connections.values()) {
            connection.setAutoCommit(false);
        }
        Application application = new Application(domain, new EnumMap<>(connections));
        application.thread.start();
        return application;
    }

    Ledger ledger() {
        return ledger;
    }

    /** Waits until the side has taken some more writes. */
    void awaitAccepted(Side side) throws Exception {
        long wanted = accepted.get(side).get() + 3;
        Waiting.until(side + " takes writes", () -> {
            assertNoFault();
            return accepted.get(side).get() >= wanted;
        });
    }

    /** Never two owners, and no error but refusals and waits. */
    void assertNoFault() {
        assertThat(faults).isEmpty();
    }

    /** Ends the writing, and checks that it went well. */
    void stop() throws InterruptedException {
        close();
        assertNoFault();
    }

    @Override
    public void close() throws InterruptedException {
        stopped = true;
        thread.join();
    }

    private void work() {
        try {
            for (int number = 1; !stopped && faults.isEmpty(); number++) {
                offer(write(number), number % 2 == 0);
                LockSupport.parkNanos(PACE.toNanos());
            }
            for (Connection connection : connections.values()) {
                connection.close();
            }
        } catch (SQLException e) {
            faults.add(e.toString());
        }
    }

    private Write write(int number) {
        Optional<String> updated = number % 3 == 0 ? ledger.present(number) : Optional.empty();
        Optional<String> deleted = number % 7 == 0 ? ledger.present(number + 1) : Optional.empty();
        return new Write("token-" + number, number, updated, deleted.filter(d -> updated.isEmpty()));
    }

    private void offer(Write write, boolean postgresFirst) throws SQLException {
        List<Side> order = new ArrayList<>(connections.keySet());
        if (postgresFirst) {
            Collections.reverse(order);
        }
        Map<Side, Integer> taken = new EnumMap<>(Side.class);
        for (Side side : order) {
            attempt(side, write).ifPresent(rows -> taken.put(side, rows));
        }
        if (taken.size() > 1) {
            faults.add("both sides took " + write);
        }
        for (Map.Entry<Side, Integer> side : taken.entrySet()) {
            connections.get(side.getKey()).commit();
            ledger.accepted(write, side.getValue());
            accepted.get(side.getKey()).incrementAndGet();
        }
    }

    /** Leaves the transaction open, and returns the number of rows that it changed; empty where it was refused. */
    private Optional<Integer> attempt(Side side, Write write) throws SQLException {
        Connection connection = connections.get(side);
        try {
            return Optional.of(perform(connection, write));
        } catch (SQLException e) {
            connection.rollback();
            boolean refused = String.valueOf(e.getMessage()).contains("ficus fence: ");
            if (!refused && !PASSING.contains(e.getSQLState())) {
                faults.add(side + " said to " + write + ": " + e.getSQLState() + " " + e.getMessage());
            }
            return Optional.empty();
        }
    }

    private int perform(Connection connection, Write write) throws SQLException {
        String purchases = domain.purchase();
        int rows = 2;
        update(
                connection,
                "INSERT INTO " + domain.line() + " (purchase, product) VALUES (?, 'tea')",
                inserted(connection, write));
        if (write.updated().isPresent()) {
            rows += one(update(
                    connection,
                    "UPDATE " + purchases + " SET amount = ? WHERE token = ?",
                    write.amount(),
                    write.updated().get()));
        }
        if (write.deleted().isPresent()) {
            String token = write.deleted().get();
            rows += one(update(
                    connection,
                    "DELETE FROM " + domain.line() + " WHERE purchase = (SELECT id FROM " + purchases
                            + " WHERE token = ?)",
                    token));
            rows += one(update(connection, "DELETE FROM " + purchases + " WHERE token = ?", token));
        }
        return rows;
    }

    private int one(int rows) {
        if (rows != 1) {
            faults.add("an accepted row is not where the owner is: hit " + rows + " rows");
        }
        return rows;
    }

    private long inserted(Connection connection, Write write) throws SQLException {
        String sql = "INSERT INTO " + domain.purchase() + " (token, amount) VALUES (?, ?)";
        try (PreparedStatement statement = connection.prepareStatement(sql, new String[] {"id"})) {
            statement.setString(1, write.token());
            statement.setInt(2, write.amount());
            statement.executeUpdate();
            try (ResultSet key = statement.getGeneratedKeys()) {
                key.next();
                return key.getLong(1);
            }
        }
    }

    private static int update(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement.executeUpdate();
        }
    }
}
