package dev.ficus.cli.demo;

import dev.ficus.cli.output.Result;
import dev.ficus.cli.output.TextPrinter;
import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The result of {@code demo}.
 *
 * @param sandbox the descriptions of the three servers
 * @param writesAccepted transactions that an application was told are accepted
 * @param lostWrites rows of which an accepted version is absent on a side, or older there
 * @param phantomWrites rows that stand in a version which nobody was told is accepted
 * @param differences found by all verifications of the run
 * @param echoedChanges row changes that streams applied beyond those that applications made
 * @param writePauseMillis the longest write pause over the domains, for each way that was walked
 * @param phases every change of phase, in order
 */
public record DemoReport(
        Servers sandbox,
        long writesAccepted,
        long lostWrites,
        long phantomWrites,
        long differences,
        long echoedChanges,
        Map<String, Long> writePauseMillis,
        List<PhaseChange> phases)
        implements Result {

    public DemoReport {
        writePauseMillis = Collections.unmodifiableMap(new LinkedHashMap<>(writePauseMillis));
        phases = List.copyOf(phases);
    }

    /** What the servers are; the stand-in for MongoDB says that it is one. */
    public record Servers(String mysql, String postgres, String mongo) {}

    /**
     * @param atMillis since the load began
     * @param writePauseMillis of this change; 0 for the first, which has none
     * @param writesAccepted until then, over all domains
     */
    public record PhaseChange(String domain, String phase, long atMillis, long writePauseMillis, long writesAccepted) {}

    /** DEMO_FAILED for each figure that must be 0 and is not; empty where all is well. */
    List<Problem> problems(String ledger) {
        List<Problem> problems = new ArrayList<>();
        unlessNone(problems, lostWrites, "rows lack a write that was accepted", ledger);
        unlessNone(problems, phantomWrites, "rows hold a write that nobody was told is accepted", ledger);
        unlessNone(problems, differences, "differences between the two sides were found by verification", ledger);
        unlessNone(problems, echoedChanges, "changes came back through the opposite stream", ledger);
        return problems;
    }

    private static void unlessNone(List<Problem> problems, long count, String what, String ledger) {
        if (count != 0) {
            problems.add(new Problem(
                    ErrorCode.DEMO_FAILED,
                    count + " " + what,
                    ledger,
                    "this is a bug of Ficus: run ficus demo --keep -v and report what it prints"));
        }
    }

    @Override
    public String document() {
        return "demo";
    }

    @Override
    public void writeText(TextPrinter out) {
        out.line("The shop has moved from MySQL to PostgreSQL and once back, under load.");
        out.rows(List.of(
                List.of("writes accepted", Long.toString(writesAccepted)),
                List.of("lost writes", Long.toString(lostWrites)),
                List.of("phantom writes", Long.toString(phantomWrites)),
                List.of("differences", Long.toString(differences)),
                List.of("echoed changes", Long.toString(echoedChanges))));
        out.line("Longest write pause:");
        out.rows(writePauseMillis.entrySet().stream()
                .map(pause -> List.of(pause.getKey(), pause.getValue() + " ms"))
                .toList());
        out.line("Servers:");
        out.rows(List.of(
                List.of("mysql", sandbox.mysql),
                List.of("postgres", sandbox.postgres),
                List.of("mongo", sandbox.mongo)));
    }
}
