package dev.ficus.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadTest {
    private static final ShopSize SIZE = new ShopSize(100);

    @TempDir
    private Path directory;

    @Test
    void threadThatFailsUnexpectedlyIsTold() throws InterruptedException {
        Load load = new Load();
        CountDownLatch begun = new CountDownLatch(1);
        load.repeat("failing", 1_000, () -> {
            begun.countDown();
            throw new IllegalStateException("out of order");
        });
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        load.stop();

        assertThat(load.failure()).hasValueSatisfying(cause -> assertThat(cause).hasMessage("out of order"));
    }

    @Test
    void writeThatMissesItsRowGoesOnAndChangesNothing() throws InterruptedException {
        try (Ledger ledger = new Ledger(directory.resolve("ledger.tsv"))) {
            CountDownLatch failed = new CountDownLatch(1);
            ShopRows rows = new ShopRows();
            new ShopData(SIZE, rows, 1).each(ledger::initial);
            Load load = new Load();
            LoadCounts counts = new LoadCounts();
            load.writer(
                    new Load.Writer("stale", 10_000, () -> new StaleApplication(failed)),
                    new ShopWrites(ledger, rows, SIZE, new SplittableRandom(1)),
                    ledger,
                    counts);
            assertThat(failed.await(30, TimeUnit.SECONDS)).isTrue();
            load.stop();

            assertThat(load.failure()).isEmpty();
            assertThat(counts.of(Outcome.MISSED)).isPositive();
            assertThat(ledger.counts().accepted()).isZero();
        }
    }

    /** Refuses inserts and finds every other row gone. */
    private record StaleApplication(CountDownLatch failed) implements Application {
        @Override
        public Outcome write(ShopWrite write) {
            if (write.claim().isEmpty()) {
                return Outcome.REFUSED;
            }
            failed.countDown();
            throw new StaleRow(write.claim().get());
        }

        @Override
        public void close() {}
    }
}
