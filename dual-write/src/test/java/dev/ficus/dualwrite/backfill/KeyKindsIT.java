package dev.ficus.dualwrite.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.progress.Progress;
import dev.ficus.core.progress.StopSignal;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.core.settings.DomainSettings;
import dev.ficus.core.settings.StranglerSettings;
import dev.ficus.dualwrite.StranglerFixture;
import dev.ficus.dualwrite.backfill.BackfillReport.CopiedTable;
import dev.ficus.dualwrite.connect.MysqlRows;
import dev.ficus.dualwrite.control.Hook;
import dev.ficus.dualwrite.control.Strangler;
import dev.ficus.dualwrite.scan.ScanOptions;
import dev.ficus.dualwrite.schema.SchemaConversion;
import dev.ficus.dualwrite.stream.Sync;
import dev.ficus.dualwrite.stream.SyncOptions;
import dev.ficus.dualwrite.stream.SyncReport;
import dev.ficus.dualwrite.table.Table;
import dev.ficus.dualwrite.verify.Verification;
import dev.ficus.dualwrite.verify.VerificationOptions;
import dev.ficus.dualwrite.verify.VerificationReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each kind of key through the whole of a backfill, and how little of a table is read to cut a chunk off it. */
class KeyKindsIT {
    private static final int ROWS = 600;
    private static final int CHUNK = 20;
    /** Looks at catalogs and single rows, beside those of a chunk. */
    private static final int FEW = 15;

    private static final BackfillOptions UNSCANNED =
            new BackfillOptions(500, false, true, ScanOptions.ALL.limitedTo(OptionalLong.of(0)));

    @TempDir
    private Path directory;

    private final StranglerFixture fixture = StranglerFixture.fresh();

    @Test
    void everyRowOfEveryKindOfKeyIsCopiedOnceByFourWorkers() throws IOException {
        KeyKinds.create(fixture, ROWS);
        DomainSettings domain = new DomainSettings(StranglerFixture.domain("kinds"), KeyKinds.names());
        convert(domain);

        BackfillReport report =
                Backfill.run(fixture.strangler(domain), domain.name(), new BackfillOptions(CHUNK, false, true).with(4));

        assertThat(report.tables()).hasSize(KeyKinds.names().size()).allSatisfy(table -> {
            assertThat(table.rows()).as(table.table()).isEqualTo(ROWS);
            assertThat(table.chunks()).as(table.table()).isBetween(ROWS / CHUNK, 2 * ROWS / CHUNK);
        });
        VerificationReport verified = verified(domain);
        assertThat(verified.clean()).as("%s", verified).isTrue();
        assertThat(verified.rows()).isEqualTo((long) ROWS * KeyKinds.names().size());
        for (String table : KeyKinds.names()) {
            assertThat(fixture.postgresRows("SELECT count(*) FROM " + table)).containsExactly("" + ROWS);
        }
        assertThat(report.tables())
                .extracting(CopiedTable::table)
                .containsExactlyInAnyOrderElementsOf(KeyKinds.names());
    }

    /** By a verification beside a running stream. */
    private VerificationReport verified(DomainSettings domain) {
        AtomicBoolean stopped = new AtomicBoolean();
        Strangler plain = fixture.strangler(domain);
        Strangler streaming = new Strangler(plain.settings(), plain.progress(), stopped::get, plain.hook());
        CompletableFuture<SyncReport> sync = CompletableFuture.supplyAsync(
                () -> Sync.run(streaming, List.of(domain), SyncOptions.DEFAULT, name -> {}));
        try {
            return Verification.run(plain, domain.name(), new VerificationOptions(100, 20, 20, Duration.ofSeconds(20)));
        } finally {
            stopped.set(true);
            sync.join();
        }
    }

    @Test
    void cuttingAndReadingAChunkTouchesItsRowsAlone() throws SQLException {
        KeyKinds.create(fixture, ROWS);
        // A set is compared by its number, for which MySQL looks into no index.
        String[] sought = KeyKinds.names().stream()
                .filter(table -> !table.equals("choices"))
                .toArray(String[]::new);
        for (Table table : fixture.tables(sought)) {
            try (MysqlRows mysql = new MysqlRows(fixture.mysql())) {
                ChunkPlanner planner = new ChunkPlanner(mysql);
                Frontier frontier = new Frontier(table.name(), null, 0);
                while (frontier != null) {
                    long before = touched(mysql);
                    Chunk chunk = planner.next(table, frontier, CHUNK);
                    long cut = touched(mysql);
                    count(
                            mysql,
                            "SELECT * FROM " + table.mysqlName() + " WHERE "
                                    + new KeyRange(table, chunk.above(), chunk.upTo()).literal());
                    assertThat(cut - before).as("cutting %s", chunk).isLessThanOrEqualTo(CHUNK + FEW);
                    assertThat(touched(mysql) - cut).as("reading %s", chunk).isLessThanOrEqualTo(CHUNK + FEW);
                    frontier =
                            chunk.upTo() == null ? null : new Frontier(table.name(), chunk.upTo(), chunk.number() + 1);
                }
            }
        }
    }

    @Test
    void beginningOfALargeTableNeedsNoMoreReadsThanThatOfASmallOne() {
        for (String table : List.of("word", "gaps")) {
            long small = readsToTheFirstChunk(table, ROWS);
            long large = readsToTheFirstChunk(table, 20 * ROWS);

            assertThat(large - small)
                    .as("reads of %s before the first chunk: %d and %d", table, small, large)
                    .isLessThan(ROWS);
            assertThat(small).as("the server counts").isPositive();
        }
    }

    /** The whole of the backfill up to there, but for the sample of values; nobody else uses the server. */
    private long readsToTheFirstChunk(String table, int rows) {
        StranglerFixture side = StranglerFixture.fresh();
        KeyKinds.create(side, table, rows);
        side.postgres("CREATE TABLE " + table + " (id " + (table.equals("word") ? "varchar(40)" : "bigint")
                + " PRIMARY KEY, note varchar(40))");
        DomainSettings domain = new DomainSettings(StranglerFixture.domain("large"), List.of(table));
        AtomicLong reads = new AtomicLong();
        long before = rowsRead(side);
        Hook first = point -> {
            if (point.equals("backfill.chunk-cut")) {
                reads.compareAndSet(0, rowsRead(side) - before);
            }
        };
        Backfill.run(side.strangler(first, domain), domain.name(), UNSCANNED.with(1));
        return reads.get();
    }

    private static long rowsRead(StranglerFixture side) {
        return side.mysqlRows("SHOW GLOBAL STATUS LIKE 'Handler_read%'").stream()
                .mapToLong(row -> Long.parseLong(row.split("\\|")[1]))
                .sum();
    }

    private void convert(DomainSettings domain) throws IOException {
        DatabaseSettings to = fixture.to();
        DatabaseSettings withDirectory =
                new DatabaseSettings(to.name(), to.kind(), to.url(), to.user(), to.password(), Optional.of(directory));
        Strangler converting = new Strangler(
                new StranglerSettings(fixture.from(), withDirectory, List.of(domain)),
                Progress.SILENT,
                StopSignal.NEVER,
                Hook.NONE);
        for (Path file : SchemaConversion.convert(converting, domain.name()).files()) {
            fixture.postgres(Files.readString(file));
        }
    }

    private static long touched(MysqlRows mysql) throws SQLException {
        mysql.query("SHOW SESSION STATUS LIKE 'Handler_read%'");
        long sum = 0;
        while (mysql.next()) {
            sum += Long.parseLong(new String(
                    Arrays.copyOfRange(mysql.bytes(), mysql.start(1), mysql.end(1)), StandardCharsets.US_ASCII));
        }
        return sum;
    }

    private static void count(MysqlRows mysql, String query) throws SQLException {
        mysql.query(query);
        while (mysql.next()) {
            // counted by the server
        }
    }
}
