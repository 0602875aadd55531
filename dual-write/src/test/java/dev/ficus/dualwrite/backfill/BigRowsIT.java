package dev.ficus.dualwrite.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.settings.DomainSettings;
import dev.ficus.dualwrite.StranglerFixture;
import dev.ficus.dualwrite.connect.MysqlRows;
import dev.ficus.dualwrite.table.Table;
import dev.ficus.dualwrite.value.CellBuffer;
import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows of megabytes, also beyond the 16 MiB of one packet of MySQL's protocol. */
class BigRowsIT {
    private static final int MIB = 1 << 20;

    private final StranglerFixture fixture = StranglerFixture.fresh();
    private final DomainSettings domain = new DomainSettings(StranglerFixture.domain("big"), List.of("big"));

    @Test
    void rowsAroundAndBeyondOnePacketAreCopiedWhole() {
        fixture.mysql("SET GLOBAL max_allowed_packet = 134217728");
        fixture.mysql("CREATE TABLE big (id INT PRIMARY KEY, bytes LONGBLOB, words LONGTEXT CHARACTER SET utf8mb4)");
        int packet = 0xFFFFFF;
        insert(1, 3 * MIB, 10);
        insert(2, 17 * MIB, 100);
        // A row of exactly one packet, which an empty one follows, and its neighbours: key, length and NULL take 4 + 4
        // + 1.
        for (int i = -1; i <= 1; i++) {
            insert(101 + i, packet - 9 + i, 0);
        }
        insert(200, 1, 18 * MIB);
        fixture.mysql(
                "INSERT INTO big VALUES (300, repeat(x'5C', " + 5 * MIB + "), repeat('\\t\u00E9', " + 4 * MIB + "))");
        fixture.postgres("CREATE TABLE big (id integer PRIMARY KEY, bytes bytea, words text)");

        Backfill.run(fixture.strangler(domain), domain.name(), BackfillOptions.DEFAULT);

        assertThat(fixture.postgresRows("SELECT id, encode(sha256(bytes), 'hex'),"
                        + " encode(sha256(convert_to(words, 'UTF8')), 'hex') FROM big ORDER BY id"))
                .isEqualTo(fixture.mysqlRows("SELECT id, sha2(bytes, 256), sha2(words, 256) FROM big ORDER BY id"))
                .hasSize(7);
    }

    /** What is allocated does not grow with the rows. */
    @Test
    void readingAllocatesNothingForARow() throws SQLException {
        fixture.mysql(
                "CREATE TABLE big (id INT PRIMARY KEY, bytes LONGBLOB, words LONGTEXT)",
                "INSERT INTO big VALUES (0, 'b', 'w')");
        for (int rows = 1; rows < 20_000; rows *= 2) {
            fixture.mysql("INSERT INTO big SELECT id + " + rows + ", bytes, words FROM big");
        }
        Table table = fixture.tables("big").get(0);
        long few = allocated(table, 200);
        long many = allocated(table, 20_000);
        assertThat(many - few)
                .as("bytes for 19,800 more rows of two cells beside the key")
                .isLessThan(19_800 * 3L);
    }

    private long allocated(Table table, int rows) throws SQLException {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        RowText text = new RowText(table);
        CellBuffer out = new CellBuffer(1 << 16);
        try (MysqlRows source = new MysqlRows(fixture.mysql())) {
            source.query("SELECT id, bytes, words FROM " + table.mysqlName() + " LIMIT " + rows);
            long before = threads.getCurrentThreadAllocatedBytes();
            int read = 0;
            while (source.next()) {
                out.clear();
                text.write(source, out);
                read++;
            }
            long after = threads.getCurrentThreadAllocatedBytes();
            assertThat(read).isEqualTo(rows);
            return after - before;
        }
    }

    private void insert(int id, int bytes, int words) {
        String text = words == 0 ? "NULL" : "repeat('w\u00E4\\\\', " + words / 3 + ")";
        fixture.mysql(
                "INSERT INTO big VALUES (" + id + ", repeat(char(" + id % 256 + "), " + bytes + "), " + text + ")");
    }
}
