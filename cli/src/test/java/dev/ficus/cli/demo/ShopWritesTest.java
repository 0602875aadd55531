package dev.ficus.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShopWritesTest {
    @TempDir
    private Path directory;

    @Test
    void aboutSixInTenWritesAreInsertsAndSevenInTenAreOfOrders() {
        try (Ledger ledger = new Ledger(directory.resolve("ledger.tsv"))) {
            ShopRows rows = new ShopRows();
            ShopSize size = new ShopSize(1_000);
            new ShopData(size, rows, 1).each(ledger::initial);
            ShopWrites writes = new ShopWrites(ledger, rows, size, new SplittableRandom(2));
            int inserts = 0;
            int orders = 0;
            for (int i = 0; i < 10_000; i++) {
                ShopWrite write = writes.next();
                inserts += write.claim().isEmpty() ? 1 : 0;
                orders += write.domain().equals("orders") ? 1 : 0;
                write.claim().ifPresent(ledger::release);
            }

            // A withdrawal becomes an insert here, because no product was added yet.
            assertThat(inserts).isCloseTo(6_050, within(200));
            assertThat(orders).isCloseTo(7_000, within(200));
        }
    }
}
