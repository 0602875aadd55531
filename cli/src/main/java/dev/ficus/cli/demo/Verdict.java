package dev.ficus.cli.demo;

import dev.ficus.cli.session.Console;
import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.Problem;
import dev.ficus.core.settings.StranglerSettings;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Looks for every accepted write on both sides, and sums up. The applications have stopped, the streams are drained. */
record Verdict(Console console, StranglerSettings settings, Ledger ledger, StreamTally tally, FreshnessProbe probe) {
    private static final int SOME = 10;

    /** The report, and a problem for each figure that is not as it must be. */
    DemoRun.Outcome of(DemoReport.Servers servers, Timeline timeline, String ledgerFile) {
        Audit audit = audit();
        List<String> domains = ShopTable.domains();
        ControlFigures figures = new ControlFigures(settings);
        DemoReport report = new DemoReport(
                servers,
                ledger.counts().accepted(),
                audit.lost().size(),
                audit.phantom().size(),
                domains.stream().mapToLong(figures::differences).sum(),
                echoed(domains),
                timeline.pauses(),
                timeline.changes());
        List<Problem> problems = new ArrayList<>(report.problems(ledgerFile));
        late().ifPresent(problems::add);
        return new DemoRun.Outcome(report, problems);
    }

    private Audit audit() {
        console.note("\nLooking for every accepted write on both sides");
        Audit audit = new Audit(ledger);
        EnumSet<ShopTable> tables = EnumSet.allOf(ShopTable.class);
        audit.side(tables, rows -> new SideRows(settings.from()).each(tables, rows));
        audit.side(tables, rows -> new SideRows(settings.to()).each(tables, rows));
        name("lost", audit.lost());
        name("phantom", audit.phantom());
        return audit;
    }

    private long echoed(List<String> domains) {
        long echoed = 0;
        for (String domain : domains) {
            EchoCount count = tally.count(domain);
            console.note("  " + domain + ": " + count.accepted() + " row changes accepted since the first cutover, "
                    + count.applied() + " applied by the streams");
            echoed += count.echoed();
        }
        return echoed;
    }

    /** Names some of the rows that are amiss; the ledger's file has their versions. */
    private void name(String fault, Set<RowKey> rows) {
        rows.stream()
                .limit(SOME)
                .forEach(key -> console.note("  " + fault + ": " + key.table().table() + " " + key.text()));
    }

    private Optional<Problem> late() {
        if (probe.late() == 0) {
            return Optional.empty();
        }
        return Optional.of(new Problem(
                ErrorCode.DEMO_FAILED,
                probe.late() + " of " + (probe.late() + probe.markers())
                        + " writes on PostgreSQL were not readable on MySQL within 30 s",
                "legacy reads",
                "run ficus demo --keep -v, and look at what its streams print"));
    }
}
