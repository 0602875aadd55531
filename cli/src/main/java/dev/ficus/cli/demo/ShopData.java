package dev.ficus.cli.demo;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * What the shop holds before the load begins: the same rows for the same size and seed. They are handed over in batches,
 * parents before children.
 */
final class ShopData {
    private static final int BATCH = 1_000;
    private static final LocalDateTime OPENED = LocalDateTime.of(2026, 1, 1, 8, 0);
    private static final int MINUTES_OPEN = 400_000;

    private final ShopSize size;
    private final ShopRows rows;
    private final RandomGenerator random;

    ShopData(ShopSize size, ShopRows rows, long seed) {
        this.size = size;
        this.rows = rows;
        this.random = new SplittableRandom(seed);
    }

    /** Hands over every row once; each batch is of one table. */
    void each(Consumer<List<ShopRow>> batches) {
        customers(batches);
        products(batches);
        orders(batches);
    }

    private void customers(Consumer<List<ShopRow>> batches) {
        Batch customers = new Batch(batches);
        for (int id = 1; id <= size.customers(); id++) {
            customers.add(rows.customer(id, moment(), random));
        }
        customers.end();
        Batch addresses = new Batch(batches);
        for (int id = 1; id <= size.customers(); id++) {
            addresses.add(rows.address(id, id, random));
        }
        addresses.end();
    }

    private void products(Consumer<List<ShopRow>> batches) {
        Batch products = new Batch(batches);
        for (int id = 1; id <= size.products(); id++) {
            products.add(rows.product(id, random));
        }
        products.end();
    }

    private void orders(Consumer<List<ShopRow>> batches) {
        int end = size.products() + 1;
        for (int first = 1; first <= size.orders(); first += BATCH) {
            Batch orders = new Batch(batches);
            Batch items = new Batch(batches);
            List<ShopRow> later = new ArrayList<>();
            for (int id = first; id < first + BATCH && id <= size.orders(); id++) {
                ShopRows.Order order = rows.order(id, 1 + random.nextInt(size.customers()), end, moment(), random);
                orders.add(order.order());
                later.addAll(order.items());
            }
            orders.end();
            later.forEach(items::add);
            items.end();
        }
    }

    private LocalDateTime moment() {
        return OPENED.plusMinutes(random.nextInt(MINUTES_OPEN)).plusNanos(1_000L * random.nextInt(60_000_000));
    }

    private static final class Batch {
        private final Consumer<List<ShopRow>> batches;
        private final List<ShopRow> waiting = new ArrayList<>();

        Batch(Consumer<List<ShopRow>> batches) {
            this.batches = batches;
        }

        void add(ShopRow row) {
            waiting.add(row);
            if (waiting.size() == BATCH) {
                end();
            }
        }

        void end() {
            if (!waiting.isEmpty()) {
                batches.accept(List.copyOf(waiting));
                waiting.clear();
            }
        }
    }
}
