package dev.ficus.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.progress.Progress;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.sandbox.SharedServers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shop, its load and its audit on MySQL alone, where nothing moves. */
class LegacyApplicationIT {
    private static final ShopSize SIZE = new ShopSize(1_500);
    private static final int WRITES = 1_000;

    @TempDir
    private Path directory;

    private final DatabaseSettings mysql =
            SharedServers.server(DatabaseKind.MYSQL).freshDatabase("legacy");
    private final ShopRows rows = new ShopRows();
    private Ledger ledger;

    @BeforeEach
    void open() throws Exception {
        ledger = new Ledger(directory.resolve("ledger.tsv"));
        for (String file : new String[] {"V001__customers.sql", "V002__catalog.sql", "V003__orders.sql"}) {
            for (String statement : resource("migrations-mysql/" + file).split(";\n")) {
                execute(statement);
            }
        }
        new ShopLoader(mysql, ledger, Progress.SILENT).load(new ShopData(SIZE, rows, 1));
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void afterAThousandWritesEveryRowStandsAsTheLedgerSays() throws SQLException {
        Map<Outcome, Integer> told = write();
        Audit audit = audit();

        assertThat(told).containsOnlyKeys(Outcome.ACCEPTED);
        assertThat(ledger.counts().accepted()).isEqualTo(WRITES);
        assertThat(audit.lost()).isEmpty();
        assertThat(audit.phantom()).isEmpty();
    }

    @Test
    void whatIsDoneBehindTheApplicationsBackIsFound() throws SQLException {
        write();
        execute("DELETE FROM addresses WHERE id = (SELECT max(id) FROM (SELECT id FROM addresses) a)");
        execute("UPDATE products SET version = version - 1 WHERE version > 1 LIMIT 1");
        execute("INSERT INTO orders (customer_id, status, total, item_count, placed_at, version)"
                + " VALUES (1, 'new', 0, 0, now(6), 1)");
        execute("UPDATE customers SET loyalty_points = loyalty_points + 1 WHERE id = 1");
        Audit audit = audit();

        assertThat(audit.lost().stream().map(RowKey::table))
                .containsExactlyInAnyOrder(ShopTable.ADDRESSES, ShopTable.PRODUCTS);
        assertThat(audit.phantom().stream().map(RowKey::table))
                .containsExactlyInAnyOrder(ShopTable.ORDERS, ShopTable.CUSTOMERS);
    }

    @Test
    void refusalByTheFenceIsToldAndLeavesNothingBehind() throws SQLException {
        execute("CREATE TRIGGER refusing BEFORE INSERT ON order_items FOR EACH ROW"
                + " SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'ficus fence: domain orders'");
        Map<Outcome, Integer> told = write();

        assertThat(told.get(Outcome.REFUSED)).isPositive();
        assertThat(told.get(Outcome.ACCEPTED)).isPositive();
        assertThat(audit().phantom()).isEmpty();
    }

    private Map<Outcome, Integer> write() {
        ShopWrites writes = new ShopWrites(ledger, rows, SIZE, new SplittableRandom(3));
        Map<Outcome, Integer> told = new EnumMap<>(Outcome.class);
        try (LegacyApplication application = new LegacyApplication(mysql, ledger)) {
            for (int i = 0; i < WRITES; i++) {
                ShopWrite write = writes.next();
                told.merge(application.write(write), 1, Integer::sum);
                write.claim().ifPresent(ledger::release);
            }
        }
        return told;
    }

    private Audit audit() throws SQLException {
        Audit audit = new Audit(ledger);
        try (Connection connection = LegacyApplication.open(mysql)) {
            audit.side(EnumSet.allOf(ShopTable.class), rows -> {
                for (ShopTable table : ShopTable.values()) {
                    try {
                        ShopSql.each(connection, table, Integer.MIN_VALUE, rows);
                    } catch (SQLException e) {
                        throw new AssertionError(e);
                    }
                }
            });
        }
        return audit;
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = LegacyApplication.open(mysql);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream in =
                java.util.Objects.requireNonNull(LegacyApplicationIT.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
