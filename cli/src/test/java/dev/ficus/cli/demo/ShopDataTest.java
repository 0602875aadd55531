package dev.ficus.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ShopDataTest {
    private static final ShopSize SIZE = new ShopSize(2_500);

    @Test
    void sameSizeAndSeedGiveTheSameRows() {
        assertThat(rows(7)).isEqualTo(rows(7));
        assertThat(rows(7)).as("another seed").isNotEqualTo(rows(8));
    }

    @Test
    void everyTableHoldsItsShareOfRowsUnderKeysOfItsOwn() {
        List<ShopRow> rows = rows(7);

        assertThat(rows.stream().map(ShopRow::key)).doesNotHaveDuplicates();
        assertThat(of(rows, ShopTable.ORDERS)).hasSize(2_500);
        assertThat(of(rows, ShopTable.CUSTOMERS)).hasSize(625);
        assertThat(of(rows, ShopTable.ADDRESSES)).hasSize(625);
        assertThat(of(rows, ShopTable.PRODUCTS)).hasSize(62);
        assertThat(of(rows, ShopTable.ORDER_ITEMS)).hasSizeBetween(5_000, 7_500);
    }

    @Test
    void everyBatchIsOfOneTableAndParentsComeBeforeChildren() {
        List<RowKey> seen = new ArrayList<>();
        new ShopData(SIZE, new ShopRows(), 7).each(batch -> {
            assertThat(batch.stream().map(ShopRow::table).distinct()).hasSize(1);
            if (batch.get(0).table() == ShopTable.ORDER_ITEMS) {
                Set<RowKey> before = Set.copyOf(seen);
                assertThat(batch)
                        .allMatch(item -> before.contains(
                                RowKey.of(ShopTable.ORDERS, item.key().id())));
            }
            batch.forEach(row -> seen.add(row.key()));
        });
        assertThat(seen).isNotEmpty();
    }

    @Test
    void emailsAndSkusAreUnique() {
        List<ShopRow> rows = rows(7);

        assertThat(of(rows, ShopTable.CUSTOMERS).stream().map(row -> row.cell("email")))
                .doesNotHaveDuplicates();
        assertThat(of(rows, ShopTable.PRODUCTS).stream().map(row -> row.cell("sku")))
                .doesNotHaveDuplicates();
    }

    @Test
    void totalOfAnOrderIsTheSumOfItsItems() {
        List<ShopRow> rows = rows(7);
        ShopRow order = of(rows, ShopTable.ORDERS).get(0);
        List<ShopRow> items = of(rows, ShopTable.ORDER_ITEMS).stream()
                .filter(item -> item.key().id() == order.key().id())
                .toList();

        assertThat(items).hasSize(Integer.parseInt(order.cell("item_count")));
        assertThat(items.stream().map(ShopRows::cost).reduce(java.math.BigDecimal::add))
                .hasValueSatisfying(sum -> assertThat(sum).isEqualByComparingTo(order.cell("total")));
    }

    private static List<ShopRow> rows(long seed) {
        List<ShopRow> rows = new ArrayList<>();
        new ShopData(SIZE, new ShopRows(), seed).each(rows::addAll);
        return rows;
    }

    private static List<ShopRow> of(List<ShopRow> rows, ShopTable table) {
        return rows.stream().filter(row -> row.table() == table).collect(Collectors.toList());
    }
}
