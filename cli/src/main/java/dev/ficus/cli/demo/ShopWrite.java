package dev.ficus.cli.demo;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * One write of an application: a transaction of one domain. It can be applied again after a refusal, on another connection
 * and another side.
 *
 * @param claim the row that was claimed for it, to be released when its outcome is recorded
 * @param body runs the statements, without commit, and tells how each row is left, the most important first
 */
record ShopWrite(String domain, Optional<RowKey> claim, Body body) {
    @FunctionalInterface
    interface Body {
        List<WrittenRow> apply(Connection connection) throws SQLException;
    }

    static ShopWrite inserting(String domain, Body body) {
        return new ShopWrite(domain, Optional.empty(), body);
    }

    static ShopWrite on(ShopRow row, Body body) {
        return new ShopWrite(row.table().domain(), Optional.of(row.key()), body);
    }
}
