package dev.ficus.cli.demo;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.jdbc.SqlFailures;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.progress.ProgressEvent;
import dev.ficus.core.settings.DatabaseSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;

/** Puts into MySQL what the shop begins with, and into the ledger what was put there. */
record ShopLoader(DatabaseSettings mysql, Ledger ledger, Progress progress) {

    /** Loads every row and returns how many there are; a batch is recorded when it is committed. */
    long load(ShopData data) {
        long[] rows = {0};
        try (Connection connection = LegacyApplication.open(mysql)) {
            connection.setAutoCommit(false);
            data.each(batch -> {
                insert(connection, batch);
                ledger.initial(batch);
                rows[0] += batch.size();
                progress.on(new ProgressEvent.Count("shop", rows[0], OptionalLong.empty(), "rows", "loading"));
            });
        } catch (SQLException e) {
            throw failed(e);
        }
        return rows[0];
    }

    private void insert(Connection connection, List<ShopRow> batch) {
        try {
            ShopSql.insertKeyed(connection, batch);
            connection.commit();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private RuntimeException failed(SQLException e) {
        return SqlFailures.onStatement(
                e,
                mysql.toString(),
                ErrorCode.INTERNAL,
                "this is a bug of the demo: run it again with -v and report what it prints");
    }
}
