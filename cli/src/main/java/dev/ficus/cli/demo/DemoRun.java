package dev.ficus.cli.demo;

import dev.ficus.cli.session.Console;
import dev.ficus.cli.wiring.ControlSchema;
import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.Problem;
import dev.ficus.core.progress.StopSignal;
import dev.ficus.core.settings.Settings;
import dev.ficus.core.settings.SettingsFile;
import dev.ficus.core.settings.StranglerSettings;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The whole demo, from the servers to the audit. Each step of Ficus is the real command; the shop and the audit are the
 * demo's own, and do not use Ficus but where an application would. Used by one thread.
 */
public final class DemoRun implements AutoCloseable {
    private static final long SEED = 20_260_101;

    private final DemoOptions options;
    private final Console console;
    private final Interruption stop;
    private final DemoServers servers;
    private final DemoDirectory directory;
    private final Shell shell;
    private final Ledger ledger;
    private boolean clean;

    private DemoRun(
            DemoOptions options,
            Console console,
            Interruption stop,
            CommandLineRunner ficus,
            DemoServers servers,
            DemoDirectory directory) {
        this.options = options;
        this.console = console;
        this.stop = stop;
        this.servers = servers;
        this.directory = directory;
        this.shell = new Shell(console, ficus, directory.config(), stop);
        this.ledger = new Ledger(directory.ledger());
    }

    /** The report, and what is wrong with it. */
    public record Outcome(DemoReport report, List<Problem> problems) {}

    /** Starts the servers and lays out a directory. Closing the run ends the servers, and removes a directory without faults. */
    public static DemoRun open(
            DemoOptions options, Console console, Supplier<StopSignal> watch, CommandLineRunner ficus) {
        Interruption stop = new Interruption(watch);
        console.note("Starting MySQL, PostgreSQL and MongoDB");
        DemoServers servers = DemoServers.start(options.kind(), console.progress());
        try {
            return new DemoRun(options, console, stop, ficus, servers, DemoDirectory.create());
        } catch (RuntimeException e) {
            servers.close();
            throw e;
        }
    }

    /**
     * Runs it.
     *
     * @throws FicusException what a command ended with as DEMO_FAILED; INTERRUPTED
     */
    public Outcome run() throws InterruptedException {
        try {
            return walk();
        } catch (FicusException e) {
            clean = e.code() == ErrorCode.INTERRUPTED;
            throw e;
        }
    }

    private Outcome walk() throws InterruptedException {
        ShopSize size = new ShopSize(options.rows());
        StranglerSettings settings = project(size).requiredStrangler();
        ShopRows rows = new ShopRows();
        shell.run("migrate", "up");
        console.note("\nOpening the shop in " + settings.from().safeUrl());
        long loaded = new ShopLoader(settings.from(), ledger, console.progress()).load(new ShopData(size, rows, SEED));
        console.note("  " + loaded + " rows loaded");
        ControlSchema.bringUpToDate(settings, console.progress());
        try (ShopLoad load = new ShopLoad(settings, ledger, rows, size)) {
            return underLoad(settings, load);
        }
    }

    /** Waits until the user ends the process. */
    public void leaveOpen() throws InterruptedException {
        console.note("\nServers and files stay until you press Ctrl-C:");
        console.note("  cd " + directory.path() + " && ficus status");
        while (!stop.requested()) {
            Thread.sleep(200);
        }
    }

    @Override
    public void close() {
        ledger.close();
        servers.close();
        if (clean && !options.keep()) {
            directory.close();
        } else {
            console.note("The files of the demo are in " + directory.path());
        }
    }

    private Settings project(ShopSize size) {
        directory.writeConfig(
                servers.mysql().freshDatabase("legacy"),
                servers.postgres().freshDatabase("primary"),
                servers.mongo().freshDatabase("content"));
        directory.write("migrations-mongo/002-first-reviews.yaml", new ShopReviews(size, SEED).changeFile());
        return SettingsFile.read(directory.config());
    }

    private Outcome underLoad(StranglerSettings settings, ShopLoad load) throws InterruptedException {
        Timeline timeline = new Timeline(ledger.counts()::accepted, System::nanoTime);
        ControlFigures figures = new ControlFigures(settings);
        StreamTally tally = new StreamTally(figures, ledger.counts());
        List<String> domains = ShopTable.domains();
        LoadPhases phases = new LoadPhases(console, load, ledger, stop, options.load(), domains.size() * Walk.PHASES);
        load.startLegacy();
        load.startNew();
        console.note("  the legacy application writes to MySQL, the new one through route, from now to the end");
        convert(domains);
        shell.show("sync");
        console.note("  (runs beside the applications until the end)");
        try (BackgroundSync sync = new BackgroundSync(settings, console.progress())) {
            Walk walk = new Walk(shell, phases, timeline, figures, tally, load.probe());
            domains.forEach(walk::domain);
            shell.run("status");
            load.stop();
            phases.check();
            drain(settings, figures, domains);
            Optional<FicusException> failed = sync.end();
            if (failed.isPresent()) {
                throw failed.get();
            }
        }
        Verdict verdict = new Verdict(console, settings, ledger, tally, load.probe());
        Outcome outcome =
                verdict.of(servers.described(), timeline, directory.ledger().toString());
        clean = outcome.problems().isEmpty();
        return outcome;
    }

    private void convert(List<String> domains) {
        domains.forEach(domain -> shell.run("schema", "convert", domain));
        shell.run("migrate", "up");
    }

    private void drain(StranglerSettings settings, ControlFigures figures, List<String> domains) {
        console.note("\nThe applications have stopped; draining the streams");
        Drain drain = new Drain(settings, figures);
        domains.forEach(drain::await);
        // Differences do not end the demo here: the control schema has them, and the report counts them.
        domains.forEach(domain -> shell.run(Set.of(ErrorCode.DIFFERENCES_FOUND), "verify", domain));
    }
}
