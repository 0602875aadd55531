package dev.ficus.cli.strangler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.cli.output.JsonDocument;
import dev.ficus.cli.output.Result;
import dev.ficus.cli.output.Style;
import dev.ficus.cli.output.TextPrinter;
import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.settings.DomainSettings;
import dev.ficus.dualwrite.control.BinlogPosition;
import dev.ficus.dualwrite.control.Checkpoint;
import dev.ficus.dualwrite.control.Direction;
import dev.ficus.dualwrite.control.DomainState;
import dev.ficus.dualwrite.control.Overview;
import dev.ficus.dualwrite.control.Owner;
import dev.ficus.dualwrite.control.Phase;
import dev.ficus.dualwrite.cutover.CutoverReport;
import dev.ficus.dualwrite.cutover.CutoverReport.StepReport;
import dev.ficus.dualwrite.stream.SyncReport;
import dev.ficus.dualwrite.verify.Difference;
import dev.ficus.dualwrite.verify.TableReport;
import dev.ficus.dualwrite.verify.VerificationReport;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class StranglerResultsTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void statusShowsEachDomainWithItsLag() {
        DomainsResult result = DomainsResult.of(
                List.of(
                        entry("customers", Phase.LEGACY, Optional.empty()),
                        entry("orders", Phase.MIRRORING, Optional.of(checkpoint(NOW.minusMillis(1500)))),
                        entry("reviews", Phase.DUAL_WRITE, Optional.empty())),
                NOW);
        assertThat(text(result)).isEqualTo("""
                          customers  legacy      owner mysql     no stream                          customers
                          orders     mirroring   owner mysql     forward, 1.5 s behind              orders
                          reviews    dual-write  owner postgres  reverse, no heartbeat applied yet  reviews
                        """);
        assertThat(result.next()).as("a stream that does not run comes first").contains("sync");
    }

    @Test
    void statusNamesTheNextStepOfTheFirstDomain() {
        assertThat(DomainsResult.of(List.of(entry("orders", Phase.LEGACY, Optional.empty())), NOW)
                        .next())
                .contains("schema convert orders");
        assertThat(DomainsResult.of(List.of(entry("orders", Phase.MIRRORING, Optional.of(checkpoint(NOW)))), NOW)
                        .next())
                .contains("cutover plan orders --to dual-write");
    }

    @Test
    void cutoverShowsThePauseAndItsSteps() {
        CutoverReport report = new CutoverReport(
                "orders",
                Phase.MIRRORING,
                Phase.DUAL_WRITE,
                3,
                List.of(
                        new StepReport("fenced", "2 tables", Duration.ofMillis(12)),
                        new StepReport("committed", "epoch 3", Duration.ofMillis(1500))),
                OptionalLong.of(87),
                1);
        assertThat(text(CutoverResult.of(report))).isEqualTo("""
                        orders: mirroring -> dual-write (epoch 3); writes waited 87 ms
                          fenced     12 ms  2 tables
                          committed  1.5 s  epoch 3
                        """);
        assertThat(JsonDocument.of(CutoverResult.of(report), List.of())).startsWith("""
                        {
                          "document" : "ficus/cutover-run/v1",
                          "domain" : "orders",
                          "from" : "mirroring",
                          "to" : "dual-write",
                          "epoch" : 3,
                          "pauseMillis" : 87,
                          "steps" : [ {
                        """);
    }

    @Test
    void verificationNamesWhatDiffersAndIsAProblem() {
        TableReport table = new TableReport(
                "orders",
                5,
                2,
                1,
                List.of(
                        new Difference(Difference.Kind.DIFFERENT, List.of("7"), List.of("note")),
                        new Difference(Difference.Kind.MISSING, List.of("8"), List.of())),
                List.of(List.of("9")),
                Duration.ofMillis(3));
        VerificationResult result = VerificationResult.of(new VerificationReport(
                "orders", Phase.MIRRORING, 2, Owner.MYSQL, List.of(table), Duration.ofMillis(40)));
        assertThat(text(result)).isEqualTo("""
                        orders (mirroring, owner mysql): 5 rows, 2 differences, 1 unsettled, in 40 ms
                          orders  5 rows  2 differences  1 unsettled
                          orders 7: different in note
                          orders 8: missing
                          orders 9: unsettled
                        """);
        assertThat(result.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(ErrorCode.DIFFERENCES_FOUND);
            assertThat(problem.what()).isEqualTo("2 rows of the copy differ from the owner, mysql");
        });
        assertThat(JsonDocument.of(result, result.problems()))
                .as("the problems are the error of the document, not a part of the result")
                .containsOnlyOnce("\"error\"")
                .doesNotContain("\"problems\"");
    }

    @Test
    void unsettledRowsAloneAreAProblemToo() {
        TableReport table = new TableReport("orders", 5, 0, 1, List.of(), List.of(List.of("9")), Duration.ofMillis(3));
        VerificationResult result = VerificationResult.of(new VerificationReport(
                "orders", Phase.MIRRORING, 2, Owner.MYSQL, List.of(table), Duration.ofMillis(40)));
        assertThat(result.problems())
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem.what()).isEqualTo("1 row changed faster than they could be compared"));
    }

    @Test
    void syncTellsTheDomainThatFailedFromThoseThatEnded() {
        FicusException failure = new FicusException(ErrorCode.STREAM_STOPPED_BY_DDL, "what", "where", "fix");
        SyncReport report = new SyncReport(List.of(
                new SyncReport.DomainSync("customers", 1, 0, Optional.empty()),
                new SyncReport.DomainSync("orders", 12_000, 3, Optional.of(failure))));
        assertThat(text(SyncResult.of(report))).isEqualTo("""
                          customers  1 change applied        up to the end
                          orders     12,000 changes applied  stopped by STREAM_STOPPED_BY_DDL
                        """);
    }

    private static Overview.Entry entry(String name, Phase phase, Optional<Checkpoint> checkpoint) {
        return new Overview.Entry(new DomainSettings(name, List.of(name)), new DomainState(name, phase, 2), checkpoint);
    }

    private static Checkpoint checkpoint(Instant sent) {
        return new Checkpoint(
                "orders",
                Direction.FORWARD,
                2,
                new BinlogPosition("binlog.000001", 4),
                Optional.empty(),
                1,
                10,
                5,
                0,
                Optional.of(sent),
                NOW);
    }

    private static String text(Result result) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        result.writeText(new TextPrinter(new PrintStream(bytes, true, StandardCharsets.UTF_8), Style.PLAIN));
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
