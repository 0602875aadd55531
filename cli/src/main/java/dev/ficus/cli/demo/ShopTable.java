package dev.ficus.cli.demo;

import static dev.ficus.cli.demo.CellKind.FLAG;
import static dev.ficus.cli.demo.CellKind.MOMENT;
import static dev.ficus.cli.demo.CellKind.MONEY;
import static dev.ficus.cli.demo.CellKind.NUMBER;
import static dev.ficus.cli.demo.CellKind.TEXT;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The tables of the shop, parents before children. Every table has besides its key and these columns a {@code version},
 * which each write raises by one, and {@code changed_at}, which the database sets.
 */
enum ShopTable {
    CUSTOMERS(
            "customers",
            column("email", TEXT),
            column("full_name", TEXT),
            column("newsletter", FLAG),
            column("loyalty_points", NUMBER),
            column("registered_at", MOMENT)),
    ADDRESSES(
            "customers",
            column("customer_id", NUMBER),
            column("kind", TEXT),
            column("street", TEXT),
            column("postcode", TEXT),
            column("city", TEXT),
            column("country", TEXT)),
    PRODUCTS(
            "catalog",
            column("sku", TEXT),
            column("barcode", NUMBER),
            column("name", TEXT),
            column("description", TEXT),
            column("price", MONEY),
            column("stock", NUMBER),
            column("discontinued", NUMBER)),
    ORDERS(
            "orders",
            column("customer_id", NUMBER),
            column("status", TEXT),
            column("total", MONEY),
            column("item_count", NUMBER),
            column("note", TEXT),
            column("placed_at", MOMENT),
            column("shipped_at", MOMENT)),
    ORDER_ITEMS("orders", column("product_id", NUMBER), column("quantity", NUMBER), column("unit_price", MONEY));

    private final String domain;
    private final List<Column> columns;

    ShopTable(String domain, Column... columns) {
        this.domain = domain;
        this.columns = List.of(columns);
    }

    /** A column whose content is audited. */
    record Column(String name, CellKind kind) {}

    private static Column column(String name, CellKind kind) {
        return new Column(name, kind);
    }

    /** The domains, in the order in which they move. */
    static List<String> domains() {
        return Arrays.stream(values()).map(ShopTable::domain).distinct().toList();
    }

    /** The tables of a domain. */
    static List<ShopTable> of(String domain) {
        return Arrays.stream(values())
                .filter(table -> table.domain.equals(domain))
                .toList();
    }

    String domain() {
        return domain;
    }

    /** The name in both databases. */
    String table() {
        return name().toLowerCase(Locale.ROOT);
    }

    List<Column> columns() {
        return columns;
    }

    /** The place of a column in {@link #columns}. */
    int index(String column) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(column)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no column " + column + " in " + table());
    }

    /** The columns of the primary key: one that the database numbers, or the order and the line in it. */
    List<String> key() {
        return this == ORDER_ITEMS ? List.of("order_id", "line_number") : List.of("id");
    }
}
