package dev.ficus.dualwrite.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.settings.DomainSettings;
import dev.ficus.dualwrite.StranglerFixture;
import dev.ficus.dualwrite.connect.MysqlRows;
import dev.ficus.dualwrite.table.Table;
import dev.ficus.dualwrite.value.CellBuffer;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** Which format a chunk goes in, told by the bytes that it takes. */
class CopyFormatIT {
    private static final int FRAME = 19 + 2;
    private static final int TWO_COLUMNS = 2 + 4 + 4;

    private final StranglerFixture fixture = StranglerFixture.fresh();

    @Test
    void tableOfKnownTypesGoesAsBinary() {
        fixture.mysql("CREATE TABLE t (id INT PRIMARY KEY, v BIGINT)", "INSERT INTO t VALUES (1, 10), (2, NULL)");
        fixture.postgres("CREATE TABLE t (id integer PRIMARY KEY, v bigint)");

        assertThat(copiedBytes()).isEqualTo(FRAME + 2 * TWO_COLUMNS + 4 + 8 + 4);
        assertThat(fixture.postgresRows("SELECT id, v FROM t ORDER BY id")).containsExactly("1|10", "2|~");
    }

    @Test
    void tableWithATypeThatHasNoBinaryFormGoesAsText() {
        fixture.mysql("CREATE TABLE t (id INT PRIMARY KEY, v DOUBLE)", "INSERT INTO t VALUES (1, 0.5)");
        fixture.postgres("CREATE TABLE t (id integer PRIMARY KEY, v double precision)");

        assertThat(copiedBytes()).isEqualTo("1\t0.5\n".length());
    }

    /** A domain may have a CHECK and any base type; the server reads its text. */
    @Test
    void tableWithADomainGoesAsText() {
        fixture.mysql("CREATE TABLE t (id INT PRIMARY KEY, v INT)", "INSERT INTO t VALUES (1, 7)");
        fixture.postgres(
                "CREATE DOMAIN positive AS integer CHECK (VALUE > 0)",
                "CREATE TABLE t (id integer PRIMARY KEY, v positive)");

        assertThat(copiedBytes()).isEqualTo("1\t7\n".length());
    }

    /** Nineteen digits are more than the binary form is asked to read. */
    @Test
    void chunkWithATextOfAnotherFormGoesAsTextFromItsFirstRowOn() {
        fixture.mysql(
                "CREATE TABLE t (id INT PRIMARY KEY, v BIGINT)",
                "INSERT INTO t VALUES (1, 1), (2, 9223372036854775807), (3, -9223372036854775808)");
        fixture.postgres("CREATE TABLE t (id integer PRIMARY KEY, v bigint)");

        assertThat(copiedBytes()).isEqualTo("1\t1\n2\t9223372036854775807\n3\t-9223372036854775808\n".length());
        assertThat(fixture.postgresRows("SELECT v FROM t ORDER BY id"))
                .containsExactly("1", "9223372036854775807", "-9223372036854775808");
    }

    @Test
    void binaryFormAllocatesNothingForARow() throws SQLException {
        fixture.mysql(
                "CREATE TABLE t (id INT PRIMARY KEY, d DECIMAL(12,2) NOT NULL, w VARCHAR(9), at DATETIME(6) NOT NULL)",
                "INSERT INTO t VALUES (0, 12.50, 'word', '2024-02-29 12:00:00.5')");
        for (int i = 1; i < 20_000; i *= 2) {
            fixture.mysql("INSERT INTO t SELECT id + " + i + ", d, w, at FROM t");
        }
        fixture.postgres("CREATE TABLE t (id integer PRIMARY KEY, d numeric(12,2), w varchar(9), at timestamp(6))");
        Table table = fixture.tables("t").get(0);

        // The least of some runs: what is made once, for a class or a longer buffer, is no matter.
        long more = Long.MAX_VALUE;
        for (int run = 0; run < 5; run++) {
            more = Math.min(more, allocated(table, 20_000) - allocated(table, 200));
        }

        assertThat(more).as("bytes for 19,800 more rows of four cells").isLessThan(19_800 * 3L);
    }

    private long copiedBytes() {
        DomainSettings domain = new DomainSettings(StranglerFixture.domain("format"), java.util.List.of("t"));
        Backfill.run(fixture.strangler(domain), domain.name(), BackfillOptions.DEFAULT);
        return Long.parseLong(
                fixture.postgresRows("SELECT sum(byte_count) FROM ficus.chunk WHERE domain = '" + domain.name() + "'")
                        .get(0));
    }

    private long allocated(Table table, int rows) throws SQLException {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        CellBuffer out = new CellBuffer(1 << 16);
        try (MysqlRows source = new MysqlRows(fixture.mysql());
                Connection postgres = fixture.postgres().open()) {
            RowFormat binary = RowBinary.of(new RowText(table), postgres).orElseThrow();
            source.query("SELECT id, d, w, at FROM t LIMIT " + rows);
            long before = threads.getCurrentThreadAllocatedBytes();
            int read = 0;
            while (source.next()) {
                out.clear();
                binary.write(source, out);
                read++;
            }
            assertThat(read).isEqualTo(rows);
            return threads.getCurrentThreadAllocatedBytes() - before;
        } catch (RowFormat.IrregularText e) {
            throw new AssertionError(e);
        }
    }
}
