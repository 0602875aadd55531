import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * The embedded Debezium engine feeding a batched JDBC upsert: {@code begin} takes the schema, ends
 * at the first change that it sees and keeps the position; {@code catch-up} applies what came since, up to the row -1, and prints its rate. The last
 * argument is the most changes of a batch; empty for the engine's own 2,048. A batch of the engine becomes one transaction;
 * changes of one row are merged in it, as JDBC sinks do.
 */
public final class DebeziumBench {
    private static final String UPSERT = "INSERT INTO orders VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
            + " customer = excluded.customer, state = excluded.state, total = excluded.total, placed = excluded.placed,"
            + " note = excluded.note, paid = excluded.paid";

    private final Connection target;
    private final boolean begin;
    private final CountDownLatch ended = new CountDownLatch(1);
    private long first;
    private long changes;

    private DebeziumBench(Connection target, boolean begin) {
        this.target = target;
        this.begin = begin;
    }

    public static void main(String[] arguments) throws Exception {
        Properties login = new Properties();
        login.setProperty("user", arguments[6]);
        login.setProperty("password", arguments[7]);
        login.setProperty("reWriteBatchedInserts", "true");
        try (Connection target = DriverManager.getConnection(arguments[5], login)) {
            target.setAutoCommit(false);
            boolean begin = arguments[0].equals("begin");
            System.exit(new DebeziumBench(target, begin).run(settings(arguments)) ? 0 : 1);
        }
    }

    private boolean run(Properties settings) throws Exception {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        DebeziumEngine<RecordChangeEvent<SourceRecord>> engine = DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
                .using(settings)
                .using((success, message, error) -> {
                    System.out.println("engine ended: " + message);
                    failure.set(error);
                    ended.countDown();
                })
                .notifying(this::apply)
                .build();
        Thread thread = new Thread(engine, "debezium");
        thread.setDaemon(true);
        thread.start();
        boolean done = ended.await(30, TimeUnit.MINUTES);
        double seconds = (System.nanoTime() - first) / 1e9;
        engine.close();
        System.out.println("changes " + changes + " in " + seconds + " s");
        System.out.println("changes-per-second " + changes / seconds);
        return done && failure.get() == null;
    }

    private void apply(
            List<RecordChangeEvent<SourceRecord>> events,
            DebeziumEngine.RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
            throws InterruptedException {
        if (first == 0) {
            first = System.nanoTime();
        }
        Map<Long, Struct> last = new LinkedHashMap<>();
        boolean end = false;
        for (RecordChangeEvent<SourceRecord> event : events) {
            SourceRecord record = event.record();
            if (record.value() instanceof Struct value && value.schema().field("op") != null) {
                long id = ((Struct) record.key()).getInt64("id");
                last.remove(id);
                last.put(id, value.getStruct("after"));
                changes++;
                end |= begin || id < 0;
            }
        }
        try (PreparedStatement upsert = target.prepareStatement(UPSERT);
                PreparedStatement delete = target.prepareStatement("DELETE FROM orders WHERE id = ?")) {
            for (Map.Entry<Long, Struct> change : last.entrySet()) {
                if (change.getValue() == null) {
                    delete.setLong(1, change.getKey());
                    delete.addBatch();
                } else {
                    bind(upsert, change.getValue());
                    upsert.addBatch();
                }
            }
            upsert.executeBatch();
            delete.executeBatch();
            target.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        for (RecordChangeEvent<SourceRecord> event : events) {
            committer.markProcessed(event);
        }
        committer.markBatchFinished();
        if (end) {
            ended.countDown();
        }
    }

    private static void bind(PreparedStatement upsert, Struct row) throws SQLException {
        upsert.setLong(1, row.getInt64("id"));
        upsert.setInt(2, row.getInt32("customer"));
        upsert.setString(3, row.getString("state"));
        upsert.setBigDecimal(4, (BigDecimal) row.get("total"));
        long micros = row.getInt64("placed");
        upsert.setObject(5, LocalDateTime.ofEpochSecond(
                Math.floorDiv(micros, 1_000_000L), (int) Math.floorMod(micros, 1_000_000L) * 1_000, ZoneOffset.UTC));
        upsert.setString(6, row.getString("note"));
        upsert.setInt(7, row.getInt16("paid"));
    }

    private static Properties settings(String[] arguments) {
        URI server = URI.create(arguments[2].replaceFirst("^jdbc:", "").replaceFirst("\\?.*$", ""));
        String database = server.getPath().substring(1);
        boolean maria = Boolean.parseBoolean(arguments[8]);
        Path work = Path.of(arguments[1]);
        Properties settings = new Properties();
        settings.setProperty("name", "bench");
        settings.setProperty(
                "connector.class",
                maria ? "io.debezium.connector.mariadb.MariaDbConnector" : "io.debezium.connector.mysql.MySqlConnector");
        settings.setProperty("offset.storage", "org.apache.kafka.connect.storage.FileOffsetBackingStore");
        settings.setProperty("offset.storage.file.filename", work.resolve("debezium.offsets").toString());
        settings.setProperty("offset.flush.interval.ms", "1000");
        settings.setProperty("schema.history.internal", "io.debezium.storage.file.history.FileSchemaHistory");
        settings.setProperty(
                "schema.history.internal.file.filename", work.resolve("debezium.history").toString());
        settings.setProperty("topic.prefix", "bench");
        settings.setProperty("database.server.id", "54321");
        settings.setProperty("database.hostname", server.getHost());
        settings.setProperty("database.port", Integer.toString(server.getPort()));
        settings.setProperty("database.user", arguments[3]);
        settings.setProperty("database.password", arguments[4]);
        settings.setProperty("database.include.list", database);
        settings.setProperty("table.include.list", database + ".orders");
        settings.setProperty("snapshot.mode", "no_data");
        settings.setProperty("snapshot.locking.mode", "none");
        if (!arguments[9].isEmpty()) {
            int batch = Integer.parseInt(arguments[9]);
            settings.setProperty("max.batch.size", Integer.toString(batch));
            settings.setProperty("max.queue.size", Integer.toString(4 * batch));
        }
        settings.setProperty("tombstones.on.delete", "false");
        settings.setProperty("database.ssl.mode", maria ? "disable" : "disabled");
        return settings;
    }
}
