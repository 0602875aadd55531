package dev.ficus.cli.demo;

import static dev.ficus.cli.demo.Vocabulary.any;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Chooses what an application writes next: 60 % inserts, 35 % updates, 5 % deletes; of them 70 % orders, 20 % customers and
 * 10 % catalog. Every update changes its row. Used by one thread.
 */
final class ShopWrites {
    private static final int INSERTS = 60;
    private static final int UPDATES = 35;

    private final Ledger ledger;
    private final ShopRows rows;
    private final ShopSize size;
    private final RandomGenerator random;

    ShopWrites(Ledger ledger, ShopRows rows, ShopSize size, RandomGenerator random) {
        this.ledger = ledger;
        this.rows = rows;
        this.size = size;
        this.random = random;
    }

    /** The next write; an insert where the row chosen for something else is taken or gone. */
    ShopWrite next() {
        int dice = random.nextInt(100);
        String domain = domain();
        Optional<ShopWrite> chosen = Optional.empty();
        if (dice >= INSERTS + UPDATES) {
            chosen = delete(domain);
        } else if (dice >= INSERTS) {
            chosen = update(domain);
        }
        return chosen.orElseGet(() -> insert(domain));
    }

    private String domain() {
        int dice = random.nextInt(10);
        ShopTable table = dice < 7 ? ShopTable.ORDERS : dice < 9 ? ShopTable.CUSTOMERS : ShopTable.PRODUCTS;
        return table.domain();
    }

    private ShopWrite insert(String domain) {
        return ShopWrite.inserting(
                domain,
                switch (domain) {
                    case "orders" -> placeOrder();
                    case "customers" -> registerCustomer();
                    default -> {
                        ShopRow product = rows.product(RowKey.UNNUMBERED, random);
                        yield connection -> List.of(WrittenRow.present(ShopSql.insert(connection, product)));
                    }
                });
    }

    private ShopWrite.Body placeOrder() {
        long customer = 1 + random.nextInt(size.customers());
        ShopRows.Order order = rows.order(RowKey.UNNUMBERED, customer, size.products() + 1, now(), random);
        return connection -> {
            ShopRows.Order numbered = order.numbered(
                    ShopSql.insert(connection, order.order()).key().id());
            ShopSql.insertKeyed(connection, numbered.items());
            List<WrittenRow> written = new ArrayList<>();
            written.add(WrittenRow.present(numbered.order()));
            numbered.items().forEach(item -> written.add(WrittenRow.present(item)));
            return written;
        };
    }

    private ShopWrite.Body registerCustomer() {
        ShopRow customer = rows.customer(RowKey.UNNUMBERED, now(), random);
        ShopRow address = rows.address(RowKey.UNNUMBERED, RowKey.UNNUMBERED, random);
        return connection -> {
            ShopRow registered = ShopSql.insert(connection, customer);
            ShopRow belonging =
                    address.and("customer_id", Long.toString(registered.key().id()));
            return List.of(WrittenRow.present(registered), WrittenRow.present(ShopSql.insert(connection, belonging)));
        };
    }

    private Optional<ShopWrite> update(String domain) {
        return switch (domain) {
            case "orders" -> ledger.claim(ShopTable.ORDERS, random).map(this::changeOrder);
            case "customers" ->
                random.nextBoolean()
                        ? ledger.claim(ShopTable.ADDRESSES, random).map(this::move)
                        : ledger.claim(ShopTable.CUSTOMERS, random).map(this::earnPoints);
            default -> ledger.claim(ShopTable.PRODUCTS, random).map(this::sell);
        };
    }

    private ShopWrite changeOrder(ShopRow order) {
        return switch (order.cell("status")) {
            case "new" -> random.nextBoolean() ? addToFirstItem(order) : changed(order.updated("status", "paid"));
            case "paid" -> changed(order.updated("status", "packed"));
            case "packed" ->
                changed(order.updated("status", "shipped").and("shipped_at", String.valueOf(CellKind.moment(now()))));
            case "shipped" -> changed(order.updated("status", "delivered"));
            case "delivered" -> changed(order.updated("status", "returned"));
            default -> changed(order.updated("status", "delivered"));
        };
    }

    /** One more of the first item: changes two rows of the domain. */
    private ShopWrite addToFirstItem(ShopRow order) {
        ShopRow item = items(order).get(0);
        ShopRow more = item.updated("quantity", Integer.toString(Integer.parseInt(item.cell("quantity")) + 1));
        BigDecimal total = new BigDecimal(order.cell("total")).add(new BigDecimal(item.cell("unit_price")));
        ShopRow dearer = order.updated("total", total.toPlainString());
        return ShopWrite.on(order, connection -> {
            ShopSql.update(connection, dearer);
            ShopSql.update(connection, more);
            return List.of(WrittenRow.present(dearer), WrittenRow.present(more));
        });
    }

    private ShopWrite move(ShopRow address) {
        Vocabulary.City city = any(Vocabulary.CITIES, random);
        return changed(address.updated("street", ShopRows.street(city, random))
                .and("postcode", city.postcode())
                .and("city", city.name())
                .and("country", city.country()));
    }

    private ShopWrite earnPoints(ShopRow customer) {
        int points = Integer.parseInt(customer.cell("loyalty_points"));
        return changed(customer.updated("loyalty_points", Integer.toString((points + 10) % 60_000)));
    }

    private ShopWrite sell(ShopRow product) {
        int stock = Integer.parseInt(product.cell("stock"));
        return changed(product.updated("stock", Integer.toString(stock > 0 ? stock - 1 : 500))
                .and("price", ShopRows.price(random)));
    }

    private static ShopWrite changed(ShopRow after) {
        return ShopWrite.on(after, connection -> {
            ShopSql.update(connection, after);
            return List.of(WrittenRow.present(after));
        });
    }

    private Optional<ShopWrite> delete(String domain) {
        return switch (domain) {
            case "orders" -> ledger.claim(ShopTable.ORDERS, random).map(this::eraseOrder);
            case "customers" -> ledger.claim(ShopTable.ADDRESSES, random).map(ShopWrites::erase);
            // What the shop began with is in orders; what the load has added is in none.
            default -> ledger.claimAdded(ShopTable.PRODUCTS, random).map(ShopWrites::erase);
        };
    }

    private static ShopWrite erase(ShopRow row) {
        return ShopWrite.on(row, connection -> {
            ShopSql.delete(connection, row);
            return List.of(WrittenRow.deleted(row));
        });
    }

    private ShopWrite eraseOrder(ShopRow order) {
        List<ShopRow> items = items(order);
        return ShopWrite.on(order, connection -> {
            List<WrittenRow> written = new ArrayList<>();
            for (ShopRow item : items) {
                ShopSql.delete(connection, item);
                written.add(WrittenRow.deleted(item));
            }
            ShopSql.delete(connection, order);
            written.add(0, WrittenRow.deleted(order));
            return written;
        });
    }

    /** The items of an order that this thread has claimed. */
    private List<ShopRow> items(ShopRow order) {
        List<ShopRow> items = new ArrayList<>();
        for (int line = 1; line <= Integer.parseInt(order.cell("item_count")); line++) {
            RowKey key = new RowKey(ShopTable.ORDER_ITEMS, order.key().id(), line);
            items.add(ledger.row(key).flatMap(LedgerRow::present).orElseThrow());
        }
        return items;
    }

    private static LocalDateTime now() {
        return LocalDateTime.now(ZoneOffset.UTC);
    }
}
