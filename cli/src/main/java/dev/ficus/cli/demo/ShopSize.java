package dev.ficus.cli.demo;

/**
 * How many rows the shop begins with. Its domains are in proportion, as in a shop where a customer orders four times.
 *
 * @param orders at least 1
 */
record ShopSize(int orders) {
    ShopSize {
        if (orders < 1) {
            throw new IllegalArgumentException("a shop has at least one order");
        }
    }

    int customers() {
        return Math.max(10, orders / 4);
    }

    int products() {
        return Math.max(20, orders / 40);
    }

    int reviews() {
        return Math.min(300, Math.max(10, orders / 10));
    }
}
