package dev.ficus.dualwrite.cutover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.progress.Progress;
import dev.ficus.core.progress.StopSignal;
import dev.ficus.core.settings.ConversionSettings;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.core.settings.DomainSettings;
import dev.ficus.core.settings.StranglerSettings;
import dev.ficus.dualwrite.StranglerFixture;
import dev.ficus.dualwrite.backfill.Backfill;
import dev.ficus.dualwrite.backfill.BackfillOptions;
import dev.ficus.dualwrite.backfill.BackfillReport;
import dev.ficus.dualwrite.control.Hook;
import dev.ficus.dualwrite.control.Patience;
import dev.ficus.dualwrite.control.Phase;
import dev.ficus.dualwrite.control.Strangler;
import dev.ficus.dualwrite.scan.ScanOptions;
import dev.ficus.dualwrite.schema.ConversionReport;
import dev.ficus.dualwrite.schema.SchemaConversion;
import dev.ficus.dualwrite.stream.Sync;
import dev.ficus.dualwrite.stream.SyncOptions;
import dev.ficus.dualwrite.stream.SyncReport;
import dev.ficus.dualwrite.verify.Verification;
import dev.ficus.dualwrite.verify.VerificationOptions;
import dev.ficus.dualwrite.verify.VerificationReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** A domain of tables that a test makes on MySQL, converted by choices of the test, which it takes along the whole way. */
final class MovingDomain implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(50);

    final StranglerFixture fixture;
    private final DomainSettings domain;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private CompletableFuture<SyncReport> sync = CompletableFuture.completedFuture(new SyncReport(List.of()));

    MovingDomain(StranglerFixture fixture, ConversionSettings conversion, String... tables) {
        this.fixture = fixture;
        this.domain = new DomainSettings(StranglerFixture.domain("moving"), List.of(tables), conversion);
    }

    /** Converts the schema and makes it. */
    ConversionReport convert(Path directory) {
        DatabaseSettings to = new DatabaseSettings(
                fixture.to().name(),
                fixture.to().kind(),
                fixture.to().url(),
                fixture.to().user(),
                fixture.to().password(),
                Optional.of(directory));
        ConversionReport report = SchemaConversion.convert(
                new Strangler(
                        new StranglerSettings(fixture.from(), to, List.of(domain)),
                        Progress.SILENT,
                        StopSignal.NEVER,
                        Hook.NONE),
                domain.name());
        report.files().forEach(file -> fixture.postgres(text(file)));
        return report;
    }

    BackfillReport backfill() {
        return Backfill.run(strangler(), domain.name(), BackfillOptions.DEFAULT);
    }

    /** Without looking for values that have no place, so that the copy meets them. */
    BackfillReport backfillUnscanned() {
        ScanOptions none = ScanOptions.ALL.limitedTo(OptionalLong.of(0));
        return Backfill.run(strangler(), domain.name(), new BackfillOptions(100, false, true, none));
    }

    /** From now on the streams run, until this is closed. */
    void stream() {
        Strangler running = new Strangler(strangler().settings(), Progress.SILENT, stopped::get, Hook.NONE);
        sync = CompletableFuture.supplyAsync(() -> Sync.run(
                running, running.settings().domains(), SyncOptions.DEFAULT, name -> Recovery.recover(running, name)));
    }

    VerificationReport verify() {
        return Verification.run(
                strangler(), domain.name(), new VerificationOptions(500, 20, 20, Duration.ofSeconds(20)));
    }

    CutoverPlan plan(Phase to) {
        return Cutover.plan(strangler(), domain.name(), to, CutoverOptions.defaults());
    }

    void toDualWrite() {
        assertThat(verify().clean()).isTrue();
        Cutover.run(strangler(), domain.name(), Phase.DUAL_WRITE, CutoverOptions.defaults());
    }

    void backToMirroring() {
        Cutover.rollback(strangler(), domain.name(), Phase.MIRRORING, CutoverOptions.defaults());
    }

    /** Waits until the query gives these rows in PostgreSQL. */
    void awaitPostgres(String query, String... rows) {
        await(() -> fixture.postgresRows(query), rows);
    }

    void awaitMysql(String query, String... rows) {
        await(() -> fixture.mysqlRows(query), rows);
    }

    String name() {
        return domain.name();
    }

    Strangler strangler() {
        return fixture.strangler(domain);
    }

    private interface Look {
        List<String> rows();
    }

    private void await(Look look, String... rows) {
        Patience patience = Patience.of(PATIENCE);
        while (!look.rows().equals(List.of(rows)) && !patience.over() && !sync.isDone()) {
            patience.nap(LOOK);
        }
        if (sync.isDone()) {
            sync.join().failure().ifPresent(failure -> {
                throw failure;
            });
        }
        assertThat(look.rows()).containsExactly(rows);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stopped.set(true);
        sync.join();
    }
}
