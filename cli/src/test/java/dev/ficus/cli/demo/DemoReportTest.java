package dev.ficus.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.cli.output.JsonDocument;
import dev.ficus.cli.output.Style;
import dev.ficus.cli.output.TextPrinter;
import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.Problem;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DemoReportTest {
    @Test
    void documentHasTheShapeOfTheContract() {
        assertThat(JsonDocument.of(report(0, 0, 0, 0), List.of())).isEqualTo("""
                {
                  "document" : "ficus/demo/v1",
                  "sandbox" : {
                    "mysql" : "MariaDB 11.4.5, here",
                    "postgres" : "PostgreSQL 18.1, here",
                    "mongo" : "a stand-in, not MongoDB"
                  },
                  "writesAccepted" : 20000,
                  "lostWrites" : 0,
                  "phantomWrites" : 0,
                  "differences" : 0,
                  "echoedChanges" : 0,
                  "writePauseMillis" : {
                    "dual-write" : 180,
                    "rollback" : 120,
                    "postgres" : 3
                  },
                  "phases" : [ {
                    "domain" : "orders",
                    "phase" : "mirroring",
                    "atMillis" : 4000,
                    "writePauseMillis" : 0,
                    "writesAccepted" : 900
                  } ]
                }
                """);
    }

    @Test
    void textNamesEveryFigure() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        report(0, 0, 0, 0).writeText(new TextPrinter(new PrintStream(out, true, StandardCharsets.UTF_8), Style.PLAIN));

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("""
                The shop has moved from MySQL to PostgreSQL and once back, under load.
                  writes accepted  20000
                  lost writes      0
                  phantom writes   0
                  differences      0
                  echoed changes   0
                Longest write pause:
                  dual-write  180 ms
                  rollback    120 ms
                  postgres    3 ms
                Servers:
                  mysql     MariaDB 11.4.5, here
                  postgres  PostgreSQL 18.1, here
                  mongo     a stand-in, not MongoDB
                """);
    }

    @Test
    void anyFigureThatIsNotZeroIsAFailureOfKindState() {
        assertThat(report(0, 0, 0, 0).problems("ledger.tsv")).isEmpty();
        assertFails(report(1, 0, 0, 0), "1 rows lack a write that was accepted");
        assertFails(report(0, 2, 0, 0), "2 rows hold a write that nobody was told is accepted");
        assertFails(report(0, 0, 3, 0), "3 differences between the two sides were found by verification");
        assertFails(report(0, 0, 0, 4), "4 changes came back through the opposite stream");
        assertThat(report(1, 2, 3, 4).problems("ledger.tsv")).hasSize(4);
    }

    private static void assertFails(DemoReport report, String what) {
        List<Problem> problems = report.problems("ledger.tsv");
        assertThat(problems).extracting(Problem::what).containsExactly(what);
        assertThat(problems).extracting(Problem::code).containsExactly(ErrorCode.DEMO_FAILED);
        assertThat(ErrorCode.DEMO_FAILED.kind().exitCode()).isEqualTo(4);
    }

    private static DemoReport report(long lost, long phantom, long differences, long echoed) {
        Map<String, Long> pauses = new LinkedHashMap<>();
        pauses.put("dual-write", 180L);
        pauses.put("rollback", 120L);
        pauses.put("postgres", 3L);
        return new DemoReport(
                new DemoReport.Servers("MariaDB 11.4.5, here", "PostgreSQL 18.1, here", "a stand-in, not MongoDB"),
                20_000,
                lost,
                phantom,
                differences,
                echoed,
                pauses,
                List.of(new DemoReport.PhaseChange("orders", "mirroring", 4_000, 0, 900)));
    }
}
