package dev.ficus.cli.demo;

import static dev.ficus.cli.demo.Vocabulary.any;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Makes plausible rows of the shop. What must be unique (email, SKU) carries a number that is never given twice.
 * Thread-safe; the same calls with the same random numbers give the same rows.
 */
final class ShopRows {
    private static final int MOST_ITEMS = 4;

    private final AtomicLong numbers = new AtomicLong();

    /** An order with its items; the items have the order's key and its lines from 1 on. */
    record Order(ShopRow order, List<ShopRow> items) {
        Order {
            items = List.copyOf(items);
        }

        /** The same order under the key that the database gave it. */
        Order numbered(long id) {
            return new Order(
                    order.numbered(id),
                    items.stream().map(item -> item.numbered(id)).toList());
        }
    }

    ShopRow customer(long id, LocalDateTime registered, RandomGenerator random) {
        String first = any(Vocabulary.FIRST_NAMES, random);
        String last = any(Vocabulary.LAST_NAMES, random);
        return ShopRow.inserted(
                RowKey.of(ShopTable.CUSTOMERS, id),
                "customer." + numbers.incrementAndGet() + "@mail.example",
                first + " " + last,
                Boolean.toString(random.nextInt(3) == 0),
                Integer.toString(random.nextInt(500)),
                CellKind.moment(registered));
    }

    ShopRow address(long id, long customer, RandomGenerator random) {
        Vocabulary.City city = any(Vocabulary.CITIES, random);
        return ShopRow.inserted(
                RowKey.of(ShopTable.ADDRESSES, id),
                Long.toString(customer),
                random.nextBoolean() ? "billing" : "shipping",
                street(city, random),
                city.postcode(),
                city.name(),
                city.country());
    }

    /** A street and a house number of the city. */
    static String street(Vocabulary.City city, RandomGenerator random) {
        return city.street() + " " + (1 + random.nextInt(180));
    }

    ShopRow product(long id, RandomGenerator random) {
        long number = numbers.incrementAndGet();
        String name = any(Vocabulary.MATERIALS, random) + " " + any(Vocabulary.GOODS, random);
        @Nullable String description = random.nextInt(5) == 0 ? null : name + ", made to last. No. " + number;
        return ShopRow.inserted(
                RowKey.of(ShopTable.PRODUCTS, id),
                String.format("SKU-%08d", number),
                Long.toString(4_000_000_000_000L + number),
                name,
                description,
                price(random),
                Integer.toString(random.nextInt(2_000)),
                "0");
    }

    /** A price between 1.00 and 250.99. */
    static String price(RandomGenerator random) {
        return (1 + random.nextInt(250)) + "." + (10 + random.nextInt(90));
    }

    /** A new order of products whose numbers are below {@code productsEnd}. */
    Order order(long id, long customer, long productsEnd, LocalDateTime placed, RandomGenerator random) {
        List<ShopRow> items = new ArrayList<>();
        BigDecimal total = BigDecimal.ZERO.setScale(2);
        int count = 1 + random.nextInt(MOST_ITEMS);
        for (int line = 1; line <= count; line++) {
            ShopRow item = item(new RowKey(ShopTable.ORDER_ITEMS, id, line), productsEnd, random);
            items.add(item);
            total = total.add(cost(item));
        }
        @Nullable String note = random.nextInt(6) == 0 ? any(Vocabulary.NOTES, random) : null;
        ShopRow order = ShopRow.inserted(
                RowKey.of(ShopTable.ORDERS, id),
                Long.toString(customer),
                "new",
                total.toPlainString(),
                Integer.toString(count),
                note,
                CellKind.moment(placed),
                null);
        return new Order(order, items);
    }

    /** Price times quantity. */
    static BigDecimal cost(ShopRow item) {
        return new BigDecimal(item.cell("unit_price")).multiply(new BigDecimal(item.cell("quantity")));
    }

    private static ShopRow item(RowKey key, long productsEnd, RandomGenerator random) {
        return ShopRow.inserted(
                key,
                Long.toString(random.nextLong(1, productsEnd)),
                Integer.toString(1 + random.nextInt(5)),
                price(random));
    }
}
