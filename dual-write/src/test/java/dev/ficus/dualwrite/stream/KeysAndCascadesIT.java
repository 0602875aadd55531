package dev.ficus.dualwrite.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.settings.DomainSettings;
import dev.ficus.dualwrite.StranglerFixture;
import dev.ficus.dualwrite.backfill.Backfill;
import dev.ficus.dualwrite.backfill.BackfillOptions;
import dev.ficus.dualwrite.control.Checkpoints;
import dev.ficus.dualwrite.control.Control;
import dev.ficus.dualwrite.control.Direction;
import dev.ficus.dualwrite.control.LogSequenceNumber;
import dev.ficus.dualwrite.control.Phase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Keys that move, values that are not sent, and rows that a server changes by itself through foreign keys. */
class KeysAndCascadesIT {
    private static final SyncOptions UNTIL_CAUGHT_UP = new SyncOptions(true, false);
    private static final String ESSAY = "repeat('x', 20000)";

    private final StranglerFixture fixture = StranglerFixture.fresh();
    private DomainSettings domain = new DomainSettings("none", List.of());

    @AfterEach
    void dropSlot() {
        slot().drop();
    }

    @Test
    void keyMovesToAKeyThatAnotherRowJustLeftOnMysql() {
        itemsOnBothSides();
        fixture.mysql("INSERT INTO item VALUES (5, 'e', 'five'), (6, 'f', 'six'), (7, 'g', 'seven')");
        fixture.mysql(
                "UPDATE item SET id = id - 1 ORDER BY id",
                "START TRANSACTION",
                "UPDATE item SET id = 100, code = 'z' WHERE id = 4",
                "UPDATE item SET id = 4, code = 'e' WHERE id = 5",
                "UPDATE item SET id = 5, code = 'f' WHERE id = 100",
                "COMMIT",
                "DELETE FROM item WHERE id = 6",
                "INSERT INTO item VALUES (6, 'g', 'again')");
        sync();
        assertSame("SELECT id, code, length(essay), essay FROM item ORDER BY id");
    }

    @Test
    void keyMovesToAKeyThatAnotherRowJustLeftOnPostgres() throws SQLException {
        itemsOnBothSides();
        enterDualWrite("item");
        fixture.postgres("ALTER TABLE item ALTER essay SET STORAGE EXTERNAL");
        fixture.postgres("INSERT INTO item SELECT n, 'code ' || n, " + ESSAY + " || n FROM generate_series(1, 9) n");
        fixture.postgres(
                "UPDATE item SET id = id - 1 WHERE id = 1",
                "UPDATE item SET id = id - 1 WHERE id = 2",
                "BEGIN",
                "UPDATE item SET id = 100, code = 'z' WHERE id = 3",
                "UPDATE item SET id = 3, code = 'code 3' WHERE id = 4",
                "UPDATE item SET id = 4, code = 'code 4' WHERE id = 100",
                "COMMIT",
                "DELETE FROM item WHERE id = 6",
                "INSERT INTO item VALUES (6, 'code 6', 'again')",
                "UPDATE item SET id = 60 WHERE id = 6",
                "UPDATE item SET id = 6 WHERE id = 7",
                "UPDATE item SET essay = 'short', id = 7 WHERE id = 8",
                "UPDATE item SET code = 'last' WHERE id = 9");
        sync();
        assertSame("SELECT id, code, length(essay), essay FROM item ORDER BY id");
    }

    @Test
    void valueThatIsNotSentStaysWithTheFullIdentityToo() throws SQLException {
        itemsOnBothSides();
        enterDualWrite("item");
        fixture.postgres(
                "ALTER TABLE item ALTER essay SET STORAGE EXTERNAL",
                "ALTER TABLE item REPLICA IDENTITY FULL",
                "INSERT INTO item SELECT n, 'code ' || n, " + ESSAY + " || n FROM generate_series(1, 3) n",
                "UPDATE item SET code = 'other' WHERE id = 1",
                "UPDATE item SET id = 20 WHERE id = 2",
                "ALTER TABLE item REPLICA IDENTITY DEFAULT",
                "UPDATE item SET id = 2 WHERE id = 20",
                "DELETE FROM item WHERE id = 3");
        sync();
        assertSame("SELECT id, code, length(essay), essay FROM item ORDER BY id");
    }

    @Test
    void rowsThatPostgresChangedThroughForeignKeysAreChangedOnceOnMysql() throws SQLException {
        shopOnBothSides();
        enterDualWrite("customer", "purchase", "note");
        fixture.postgres(changesThatCascade("generate_series(1, 4) n"));
        sync();
        assertShopSame();
    }

    /** MySQL logs the rows from 9.6 on; where it does not, nothing of the domain is begun. */
    @Test
    void rowsThatMysqlChangedThroughForeignKeysAreChangedOnceOnPostgresOrRefused() {
        shopOnBothSides();
        try {
            backfill();
        } catch (FicusException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.CASCADE_UNSUPPORTED);
            assertThat(fixture.mysqlRows("SELECT VERSION()").get(0)).contains("MariaDB");
            return;
        }
        fixture.mysql(changesThatCascade("(SELECT 1 AS n UNION SELECT 2 UNION SELECT 3 UNION SELECT 4) numbers"));
        sync();
        assertShopSame();
    }

    /** The way out on a server that does not log cascaded rows: rows that a trigger changes are logged by every one. */
    @Test
    void rowsThatATriggerDeletesInPlaceOfACascadePassBothStreams() throws SQLException {
        domain("customer", "purchase");
        fixture.mysql(
                "CREATE TABLE customer (id INT PRIMARY KEY)",
                "CREATE TABLE purchase (id INT PRIMARY KEY, customer INT NOT NULL, CONSTRAINT p FOREIGN KEY (customer)"
                        + " REFERENCES customer (id) ON DELETE RESTRICT)",
                "CREATE TRIGGER customer_gone BEFORE DELETE ON customer FOR EACH ROW BEGIN"
                        + " IF @ficus_applier IS NULL THEN DELETE FROM purchase WHERE customer = OLD.id; END IF; END");
        fixture.postgres(
                "CREATE TABLE customer (id integer PRIMARY KEY)",
                "CREATE TABLE purchase (id integer PRIMARY KEY, customer integer NOT NULL CONSTRAINT p"
                        + " REFERENCES customer ON DELETE CASCADE)");
        backfill();
        fixture.mysql(
                "INSERT INTO customer VALUES (1), (2), (3)",
                "INSERT INTO purchase VALUES (10, 1), (11, 1), (20, 2), (30, 3)",
                "DELETE FROM customer WHERE id = 1");
        sync();
        assertSame("SELECT id, customer FROM purchase ORDER BY id");

        enterDualWrite("customer", "purchase");
        fixture.postgres("DELETE FROM customer WHERE id = 2");
        sync();
        assertSame("SELECT id FROM customer ORDER BY id");
        assertSame("SELECT id, customer FROM purchase ORDER BY id");
        assertThat(fixture.mysqlRows("SELECT id, customer FROM purchase")).containsExactly("30|3");
    }

    private static String[] changesThatCascade(String numbers) {
        return new String[] {
            "INSERT INTO customer SELECT n FROM " + numbers,
            "INSERT INTO purchase SELECT 10 * n, n FROM " + numbers,
            "INSERT INTO note SELECT 100 * n, 10 * n FROM " + numbers,
            "DELETE FROM customer WHERE id = 1",
            "UPDATE customer SET id = 20 WHERE id = 2",
            "BEGIN",
            "DELETE FROM customer WHERE id = 3",
            "INSERT INTO customer VALUES (3)",
            "INSERT INTO purchase VALUES (30, 3)",
            "UPDATE note SET purchase = 30 WHERE id = 300",
            "COMMIT",
            "DELETE FROM purchase WHERE id = 40"
        };
    }

    private void assertShopSame() {
        for (String table : List.of("customer", "purchase", "note")) {
            assertSame("SELECT * FROM " + table + " ORDER BY id");
        }
        assertThat(fixture.postgresRows("SELECT id, customer FROM purchase ORDER BY id"))
                .containsExactly("20|20", "30|3");
        assertThat(fixture.postgresRows("SELECT id, purchase FROM note ORDER BY id"))
                .containsExactly("100|~", "200|20", "300|30", "400|~");
    }

    private void itemsOnBothSides() {
        domain("item");
        fixture.mysql(
                "CREATE TABLE item (id INT PRIMARY KEY, code VARCHAR(20) NOT NULL UNIQUE, essay LONGTEXT NOT NULL)");
        fixture.postgres(
                "CREATE TABLE item (id integer PRIMARY KEY, code varchar(20) NOT NULL UNIQUE, essay text NOT NULL)");
        backfill();
    }

    private void shopOnBothSides() {
        domain("customer", "purchase", "note");
        String[] tables = {
            "CREATE TABLE customer (id INT PRIMARY KEY)",
            "CREATE TABLE purchase (id INT PRIMARY KEY, customer INT NOT NULL, CONSTRAINT p FOREIGN KEY (customer)"
                    + " REFERENCES customer (id) ON DELETE CASCADE ON UPDATE CASCADE)",
            "CREATE TABLE note (id INT PRIMARY KEY, purchase INT, CONSTRAINT n FOREIGN KEY (purchase)"
                    + " REFERENCES purchase (id) ON DELETE SET NULL)"
        };
        fixture.mysql(tables);
        fixture.postgres(tables);
    }

    private void domain(String... tables) {
        domain = new DomainSettings(StranglerFixture.domain("keys"), List.of(tables));
    }

    private void backfill() {
        Backfill.run(fixture.strangler(domain), domain.name(), BackfillOptions.DEFAULT);
    }

    private void sync() {
        SyncReport report = Sync.run(fixture.strangler(domain), List.of(domain), UNTIL_CAUGHT_UP, name -> {});
        assertThat(report.failure()).isEmpty();
    }

    /** The bare change of phase, without the cutover's protocol, which has tests of its own. */
    private void enterDualWrite(String... tables) throws SQLException {
        LogSequenceNumber start = slot().create(fixture.tables(tables));
        fixture.postgres("INSERT INTO ficus.domain (name, phase, epoch) VALUES ('" + domain.name()
                + "', 'mirroring', 2) ON CONFLICT DO NOTHING");
        try (Control control = Control.open(fixture.postgres());
                Connection mysql = fixture.mysql().open()) {
            Checkpoints.begin(mysql, domain.name(), Direction.REVERSE, 3, start, null);
            Checkpoints.remove(control.handle().getConnection(), domain.name(), Direction.FORWARD);
            control.changePhase(control.domain(domain.name()), Phase.DUAL_WRITE);
        }
        for (String table : tables) {
            fixture.postgres("DROP TRIGGER IF EXISTS ficus_fence ON " + table);
        }
    }

    private ReverseSlot slot() {
        return new ReverseSlot(fixture.postgres(), domain.name());
    }

    private void assertSame(String query) {
        assertThat(fixture.postgresRows(query)).isEqualTo(fixture.mysqlRows(query));
    }
}
