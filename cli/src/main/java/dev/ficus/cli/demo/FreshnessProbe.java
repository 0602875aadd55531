package dev.ficus.cli.demo;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.jdbc.SqlFailures;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.dualwrite.control.Owner;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/**
 * Reads MySQL as the legacy application does: some order, and then, as a marker, a row whose newest write was just accepted
 * on PostgreSQL, until that write is visible on MySQL. Its {@link #run} looks at one domain after the other. Used by one
 * thread; its figures may be read by others.
 */
final class FreshnessProbe implements Runnable, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long GAP_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Ledger ledger;
    private final DatabaseSettings settings;
    private final KeptConnection mysql;
    private final Map<String, WrittenRow> measured = new HashMap<>();
    private final AtomicLong markers = new AtomicLong();
    private final AtomicLong late = new AtomicLong();
    private final AtomicLong longestMillis = new AtomicLong();
    private final RandomGenerator random = new SplittableRandom(98);
    private int turn;

    FreshnessProbe(DatabaseSettings mysql, Ledger ledger) {
        this.settings = mysql;
        this.ledger = ledger;
        this.mysql = new KeptConnection(() -> LegacyApplication.open(mysql));
    }

    /** Markers that became visible in time. */
    long markers() {
        return markers.get();
    }

    /** Markers that did not become visible within half a minute. */
    long late() {
        return late.get();
    }

    /** The longest time from the moment a marker was chosen until it was visible, in milliseconds. */
    long longestMillis() {
        return longestMillis.get();
    }

    @Override
    public void run() {
        ledger.someKey(ShopTable.ORDERS, random).ifPresent(this::find);
        String domain = ShopTable.domains().get(turn++ % ShopTable.domains().size());
        ledger.counts()
                .last(domain, Owner.POSTGRES)
                .filter(marker -> !marker.equals(measured.put(domain, marker)))
                .ifPresent(this::awaitVisible);
    }

    @Override
    public void close() throws SQLException {
        mysql.close();
    }

    private void awaitVisible(WrittenRow marker) {
        long start = System.nanoTime();
        while (!visible(marker)) {
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                late.incrementAndGet();
                return;
            }
            LockSupport.parkNanos(GAP_NANOS);
        }
        markers.incrementAndGet();
        longestMillis.accumulateAndGet(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start), Math::max);
    }

    /** A marker that was deleted is visible by its absence, also when a later write deleted it. */
    private boolean visible(WrittenRow marker) {
        Optional<ShopRow> found = find(marker.key());
        boolean deleted = ledger.row(marker.key())
                .flatMap(LedgerRow::accepted)
                .map(newest -> newest.row().isEmpty())
                .orElse(false);
        return found.map(row -> marker.row().isPresent() && row.version() >= marker.version())
                .orElse(deleted);
    }

    private Optional<ShopRow> find(RowKey key) {
        try (Connection connection = mysql.open()) {
            return ShopSql.find(connection, key);
        } catch (SQLException e) {
            throw SqlFailures.onStatement(
                    e, settings.toString(), ErrorCode.CONNECTION_LOST, "look at the log of the MySQL server");
        }
    }
}
