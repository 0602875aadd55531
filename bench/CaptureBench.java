import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.core.settings.DomainSettings;
import dev.ficus.core.settings.StreamSettings;
import dev.ficus.dualwrite.connect.MysqlServer;
import dev.ficus.dualwrite.control.BinlogPosition;
import dev.ficus.dualwrite.stream.CaptureRules;
import dev.ficus.dualwrite.stream.MysqlCapture;
import dev.ficus.dualwrite.stream.MysqlPosition;
import dev.ficus.dualwrite.stream.SourceTransaction;
import dev.ficus.dualwrite.table.MysqlCatalog;
import dev.ficus.dualwrite.table.Table;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * How fast a capture reads MySQL's binlog, with nobody applying what it reads: {@code java -cp FICUS CaptureBench.java URL
 * USER PASSWORD [ROWS]}, where FICUS is the class path of Ficus and URL a database of its own. It writes the rows of the
 * {@code orders} shape twice, in large transactions and in mixed ones of 1 to 20 changes (60 % inserts, 35 % updates, 5 %
 * deletes), and captures each several times.
 *
 * <p>The last lines are {@code NAME VALUE}: rows per second of wall time, which the server's own sending bounds too, and
 * rows per second of the capture thread's processor time, which holds on a busy machine.
 */
public final class CaptureBench {
    private static final int RUNS = 5;
    private static final int ROWS_OF_STATEMENT = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String ROW = "(%d, %d, '%s', %d.%02d, '%s', '2024-0%d-1%d 10:20:30.%06d',"
            + " '2024-05-1%d 01:02:03.%03d', %d)";
    private static final String[] STATES = {"new", "paid", "packed", "sent", "returned"};

    private final MysqlServer server;
    private final long rows;
    private final Random random = new Random(7);

    private CaptureBench(MysqlServer server, long rows) {
        this.server = server;
        this.rows = rows;
    }

    public static void main(String[] arguments) throws Exception {
        DatabaseSettings settings = new DatabaseSettings(
                "legacy",
                DatabaseKind.MYSQL,
                arguments[0],
                Optional.of(arguments[1]),
                Optional.of(arguments[2]),
                Optional.empty());
        long rows = arguments.length > 3 ? Long.parseLong(arguments[3]) : 1_000_000;
        new CaptureBench(new MysqlServer(settings), rows).run();
    }

    private void run() throws Exception {
        String figures = "";
        try (Connection connection = server.open();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS orders");
            statement.execute("CREATE TABLE orders (id BIGINT UNSIGNED PRIMARY KEY, customer INT NOT NULL, state"
                    + " ENUM('new','paid','packed','sent','returned') NOT NULL, total DECIMAL(10,2) NOT NULL, note"
                    + " VARCHAR(80) NOT NULL, placed DATETIME(6) NOT NULL, changed TIMESTAMP(3) NOT NULL, priority"
                    + " TINYINT NOT NULL)");
            BinlogPosition start = MysqlPosition.current(connection);
            for (long id = 1; id <= rows; id += ROWS_OF_STATEMENT) {
                statement.execute("INSERT INTO orders VALUES " + values(id));
            }
            figures += measure("capture", connection, start, rows);
            start = MysqlPosition.current(connection);
            figures += measure("capture-mixed", connection, start, mixed(connection, statement));
            statement.execute("DROP TABLE orders");
        }
        System.out.print(figures);
    }

    private String measure(String name, Connection connection, BinlogPosition start, long changes) throws Exception {
        List<Table> tables = MysqlCatalog.tables(connection, new DomainSettings("bench", List.of("orders")));
        List<Double> wall = new ArrayList<>();
        List<Double> processor = new ArrayList<>();
        for (int run = 0; run <= RUNS; run++) {
            long begun = System.nanoTime();
            try (MysqlCapture capture = new MysqlCapture(
                    server,
                    connection.getCatalog(),
                    tables,
                    "bench",
                    start,
                    CaptureRules.DEFAULT,
                    StreamSettings.DEFAULT)) {
                for (long seen = 0; seen < changes; ) {
                    SourceTransaction transaction = capture.poll(PATIENCE).orElseThrow();
                    seen += transaction.changes().size();
                    transaction.changes().close();
                }
                double seconds = (System.nanoTime() - begun) / 1e9;
                double used = processorSeconds("ficus-capture-bench");
                System.out.printf("%s: %d changes in %.2f s, %.2f s of processor%n", name, changes, seconds, used);
                if (run > 0) {
                    wall.add(changes / seconds);
                    processor.add(changes / used);
                }
            }
        }
        return String.format(
                "%s/rows-per-second %.0f%n%s/rows-per-processor-second %.0f%n",
                name, median(wall), name, median(processor));
    }

    private static double processorSeconds(String thread) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        for (ThreadInfo each : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (each != null && each.getThreadName().equals(thread)) {
                return threads.getThreadCpuTime(each.getThreadId()) / 1e9;
            }
        }
        throw new IllegalStateException("no thread " + thread);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }

    private long mixed(Connection connection, Statement statement) throws SQLException {
        connection.setAutoCommit(false);
        long next = rows + 1;
        long changes = 0;
        while (changes < rows / 4) {
            for (int left = 1 + random.nextInt(20); left > 0; left--) {
                int kind = random.nextInt(100);
                if (kind < 60) {
                    statement.addBatch("INSERT INTO orders VALUES " + row(next++));
                } else {
                    long id = 1 + (changes * 7919) % rows;
                    statement.addBatch(
                            kind < 95
                                    ? "UPDATE orders SET total = total + 1, priority = (priority + 1) % 100 WHERE id = " + id
                                    : "DELETE FROM orders WHERE id = " + id);
                }
                changes++;
            }
            int[] counts = statement.executeBatch();
            for (int count : counts) {
                changes -= 1 - count;
            }
            connection.commit();
        }
        connection.setAutoCommit(true);
        return changes;
    }

    private String values(long first) {
        StringBuilder values = new StringBuilder();
        for (long id = first; id < first + ROWS_OF_STATEMENT; id++) {
            values.append(id == first ? "" : ",").append(row(id));
        }
        return values.toString();
    }

    private String row(long id) {
        int any = random.nextInt(1_000_000);
        String note = ("note " + any + " ").repeat(10).substring(0, 61);
        return String.format(
                ROW, id, any, STATES[any % 5], any, any % 100, note, 1 + any % 9, any % 10, any, any % 10, any % 1000,
                any % 100);
    }
}
