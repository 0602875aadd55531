package dev.ficus.cli.demo;

import dev.ficus.core.settings.StranglerSettings;
import java.sql.SQLException;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The two applications under load: about 320 writes a second as long as both are accepted, about 240 where the fence refuses
 * the legacy one, and some reads of either.
 */
final class ShopLoad implements AutoCloseable {
    private static final int LEGACY_WRITERS = 2;
    private static final double LEGACY_PACE = 40;
    private static final int NEW_WRITERS = 4;
    private static final double NEW_PACE = 60;
    private static final double READ_PACE = 20;

    private final StranglerSettings settings;
    private final Ledger ledger;
    private final ShopRows rows;
    private final ShopSize size;
    private final Load load = new Load();
    private final LoadCounts legacy = new LoadCounts();
    private final LoadCounts routed = new LoadCounts();
    private final FreshnessProbe probe;
    private @Nullable NewApplication reader;

    ShopLoad(StranglerSettings settings, Ledger ledger, ShopRows rows, ShopSize size) {
        this.settings = settings;
        this.ledger = ledger;
        this.rows = rows;
        this.size = size;
        this.probe = new FreshnessProbe(settings.from(), ledger);
    }

    /** Starts the legacy application; MySQL's tables are there. */
    void startLegacy() {
        writers("legacy", LEGACY_WRITERS, LEGACY_PACE, legacy, () -> new LegacyApplication(settings.from(), ledger));
        load.repeat("legacy-reader", READ_PACE, probe);
    }

    /** Starts the new application; the control schema is there. */
    void startNew() {
        writers("new", NEW_WRITERS, NEW_PACE, routed, () -> new NewApplication(settings, ledger));
        NewApplication reads = new NewApplication(settings, ledger);
        reader = reads;
        RandomGenerator random = new SplittableRandom(99);
        load.repeat(
                "new-reader",
                READ_PACE,
                () -> ledger.someKey(ShopTable.ORDERS, random).ifPresent(reads::read));
    }

    Load threads() {
        return load;
    }

    LoadCounts legacy() {
        return legacy;
    }

    LoadCounts routed() {
        return routed;
    }

    FreshnessProbe probe() {
        return probe;
    }

    /** Lets every write that has begun end, then ends the connections of the readers. */
    void stop() throws InterruptedException {
        load.stop();
        close();
    }

    @Override
    public void close() {
        load.close();
        try (probe) {
            if (reader != null) {
                reader.close();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("a connection of the readers does not close", e);
        }
    }

    private void writers(String name, int count, double pace, LoadCounts counts, Supplier<Application> application) {
        for (int i = 0; i < count; i++) {
            ShopWrites writes = new ShopWrites(ledger, rows, size, new SplittableRandom(name.hashCode() + i));
            load.writer(new Load.Writer(name + "-" + i, pace, application), writes, ledger, counts);
        }
    }
}
