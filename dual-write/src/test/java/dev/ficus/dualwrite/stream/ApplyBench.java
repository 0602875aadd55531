package dev.ficus.dualwrite.stream;

import dev.ficus.core.settings.DomainSettings;
import dev.ficus.dualwrite.StranglerFixture;
import dev.ficus.dualwrite.control.Direction;
import dev.ficus.dualwrite.table.Row;
import dev.ficus.dualwrite.table.Table;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Applies prepared changes without a capture: 60 % inserts, 35 % updates, 5 % deletes of the eight column table of
 * {@code bench/backfill}, over rows that are there already. Prints rows per second and processor time per row, of this
 * thread and of the server, for the merged form and for the row by row form, in turn. No test; run by hand.
 *
 * <p>Arguments: {@code forward|reverse}, rows there already, changes in a target transaction, rounds.
 */
final class ApplyBench {
    private final Direction direction;
    private final int changes;
    private final Random random = new Random(1);
    private final List<Integer> ids = new ArrayList<>();
    private int next;

    private ApplyBench(Direction direction, int changes) {
        this.direction = direction;
        this.changes = changes;
    }

    public static void main(String[] args) throws Exception {
        Direction direction = Direction.valueOf(args[0].toUpperCase(Locale.ROOT));
        new ApplyBench(direction, Integer.parseInt(args[2])).run(Integer.parseInt(args[1]), Integer.parseInt(args[3]));
        System.exit(0);
    }

    private void run(int rows, int rounds) throws Exception {
        StranglerFixture fixture = StranglerFixture.fresh();
        fixture.mysql("CREATE TABLE orders (id BIGINT UNSIGNED PRIMARY KEY, customer INT NOT NULL,"
                + " state ENUM('new','paid','sent') NOT NULL, total DECIMAL(12,2) NOT NULL, note VARCHAR(61),"
                + " made DATETIME(6) NOT NULL, seen TIMESTAMP(3) NULL, flag TINYINT NOT NULL, KEY (customer))");
        fixture.postgres("CREATE TABLE orders (id numeric(20) PRIMARY KEY, customer integer NOT NULL,"
                + " state text NOT NULL, total numeric(12,2) NOT NULL, note varchar(61), made timestamp(6) NOT NULL,"
                + " seen timestamptz(3), flag smallint NOT NULL)");
        fixture.postgres("CREATE INDEX ON orders (customer)");
        Table table = fixture.tables("orders").get(0);
        DomainSettings domain = fixture.register(StranglerFixture.domain("bench"), "orders");
        try (ApplyConnection target = ApplyConnection.open(
                        fixture.strangler(domain), domain.name(), direction, List.of(table), Safeties.ALL)
                .orElseThrow()) {
            Connection connection = target.connection();
            BatchWriter merged = new BatchWriter(target, Misfits.STOP);
            ChangeWriter single = new ChangeWriter(connection, target.dialect());
            TargetTable prepared = new TargetTable(table, target.dialect());
            Path server = server(connection);
            for (int done = 0; done < rows; done += changes) {
                write(merged, target, inserts(table, changes));
            }
            for (int round = 0; round < rounds; round++) {
                measure("merged", server, batch(table), some -> write(merged, target, some));
                measure("row by row", server, batch(table), some -> {
                    for (RowChange change : some) {
                        single.write(prepared, change, true);
                    }
                    single.flush();
                    connection.commit();
                });
            }
        }
    }

    private interface Work {
        void apply(List<RowChange> changes) throws SQLException;
    }

    private static void write(BatchWriter writer, ApplyConnection target, List<RowChange> changes) throws SQLException {
        PieceCutter cutter = new PieceCutter(target.tables(), target.pieceBytes(), writer::write);
        for (RowChange change : changes) {
            cutter.add(change, true);
        }
        cutter.end();
        target.connection().commit();
        writer.committed();
    }

    private void measure(String name, Path server, List<RowChange> batch, Work work) throws Exception {
        long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        double ticks = ticks(server);
        long start = System.nanoTime();
        work.apply(batch);
        double seconds = (System.nanoTime() - start) / 1e9;
        double own = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu) / 1e3 / batch.size();
        double theirs = (ticks(server) - ticks) * 1e4 / batch.size();
        System.out.printf(
                Locale.ROOT,
                "%-8s %-10s %8.0f rows/s, us of processor per row: ours %5.1f, server %5.1f%n",
                direction.word(),
                name,
                batch.size() / seconds,
                own,
                theirs);
    }

    private List<RowChange> inserts(Table table, int count) {
        List<RowChange> batch = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(next);
            batch.add(new RowChange.Insert(table, row(next++)));
        }
        return batch;
    }

    private List<RowChange> batch(Table table) {
        List<RowChange> batch = new ArrayList<>();
        while (batch.size() < changes) {
            int kind = random.nextInt(20);
            if (kind < 12) {
                batch.addAll(inserts(table, 1));
                continue;
            }
            int place = random.nextInt(ids.size());
            int id = ids.get(place);
            if (kind < 19) {
                batch.add(new RowChange.Update(table, Row.of("" + id), row(id)));
            } else {
                ids.set(place, ids.get(ids.size() - 1));
                ids.remove(ids.size() - 1);
                batch.add(new RowChange.Delete(table, Row.of("" + id)));
            }
        }
        return batch;
    }

    private Row row(int id) {
        return Row.of(
                "" + id,
                "" + random.nextInt(100_000),
                "paid",
                random.nextInt(10_000) + ".25",
                "a note of some length about the order number " + id,
                "2026-01-02 03:04:05.678901",
                "2026-01-02 03:04:05.678+00",
                "" + random.nextInt(2));
    }

    /** Where the processor time of the server's side of this connection is told. */
    private Path server(Connection connection) throws SQLException, IOException {
        String sql = direction == Direction.FORWARD ? "SELECT pg_backend_pid()" : "SELECT @@pid_file";
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            String pid = direction == Direction.FORWARD
                    ? row.getString(1)
                    : Files.readString(Path.of(row.getString(1))).strip();
            return Path.of("/proc", pid, "stat");
        }
    }

    /** User and system time in hundredths of a second. */
    private static double ticks(Path stat) throws IOException {
        String text = Files.readString(stat);
        String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
        return Double.parseDouble(fields[11]) + Double.parseDouble(fields[12]);
    }
}
