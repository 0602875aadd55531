package dev.ficus.cli.command;

import static java.util.Comparator.comparingInt;

import dev.ficus.cli.monitor.ListenAddress;
import dev.ficus.cli.monitor.MonitorServer;
import dev.ficus.cli.output.LogFormat;
import dev.ficus.cli.session.Session;
import dev.ficus.cli.strangler.SyncResult;
import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.Problem;
import dev.ficus.core.settings.DomainSettings;
import dev.ficus.core.settings.StranglerSettings;
import dev.ficus.dualwrite.control.Strangler;
import dev.ficus.dualwrite.cutover.Recovery;
import dev.ficus.dualwrite.stream.StreamListener;
import dev.ficus.dualwrite.stream.Sync;
import dev.ficus.dualwrite.stream.SyncOptions;
import dev.ficus.dualwrite.stream.SyncReport;
import dev.ficus.dualwrite.stream.Truncates;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "sync",
        header = "Runs the streams of domains until interrupted, in the direction that each one's phase asks for.",
        footer = {
            "  ficus sync                           every domain of ficus.yaml",
            "  ficus sync orders                    one",
            "  ficus sync --until-caught-up         end when what is committed now has been applied",
            "  ficus sync --listen 127.0.0.1:9187   with metrics and health over HTTP",
            "  ficus sync --standby                 wait, and take over when the process that runs them ends"
        })
final class SyncCommand extends StranglerCommand {
    @Parameters(paramLabel = "DOMAIN", arity = "0..*", description = "Domains of ficus.yaml; all if none is given.")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--until-caught-up",
            order = 1,
            description = "End when everything that was committed before the start has been applied.")
    private boolean untilCaughtUp;

    @Option(
            names = "--standby",
            order = 2,
            description = "Where another process runs a stream, wait for its end instead of refusing.")
    private boolean standby;

    @Option(
            names = "--listen",
            order = 3,
            paramLabel = "HOST:PORT",
            description = "Serve /metrics, /healthz and /livez there; a port alone is on 127.0.0.1.")
    private @Nullable String listen;

    @Option(
            names = "--on-truncate",
            order = 4,
            paramLabel = "stop|apply",
            converter = TruncatesConverter.class,
            description = "At a TRUNCATE of a table: stop if not given, or apply it on the other side at its place.")
    private Truncates truncates = Truncates.STOP;

    @Option(
            names = "--log-format",
            order = 5,
            paramLabel = "FORMAT",
            converter = LogFormatConverter.class,
            description = "text or json; json writes one object a line to stderr.")
    private LogFormat logFormat = LogFormat.TEXT;

    @Override
    protected LogFormat logFormat() {
        return logFormat;
    }

    @Override
    protected void check(Session session, StranglerSettings settings) {
        names.forEach(settings::domain);
        if (listen != null) {
            ListenAddress.parse(listen);
        }
    }

    @Override
    protected int run(Session session, Strangler strangler) {
        List<DomainSettings> domains = names.isEmpty()
                ? strangler.settings().domains()
                : names.stream().distinct().map(strangler::domain).toList();
        SyncReport report = listen == null
                ? sync(strangler, domains, status -> {})
                : watched(session, strangler, domains, ListenAddress.parse(listen));
        return session.console().finish(SyncResult.of(report), problems(strangler, report));
    }

    private SyncReport watched(
            Session session, Strangler strangler, List<DomainSettings> domains, ListenAddress address) {
        try (MonitorServer monitor = MonitorServer.start(address)) {
            session.console()
                    .note("metrics and health on http://" + address.host() + ":" + monitor.port() + "/healthz");
            return sync(strangler, domains, monitor);
        }
    }

    private SyncReport sync(Strangler strangler, List<DomainSettings> domains, StreamListener listener) {
        return Sync.run(
                strangler,
                domains,
                new SyncOptions(untilCaughtUp, standby, truncates, listener),
                domain -> Recovery.recover(strangler, domain));
    }

    /** The worst first, as it decides the exit code. */
    private List<Problem> problems(Strangler strangler, SyncReport report) {
        List<Problem> problems = new ArrayList<>();
        report.domains().forEach(domain -> domain.failure().ifPresent(f -> problems.addAll(f.problems())));
        problems.sort(comparingInt(problem -> problem.code().kind().exitCode()));
        if (problems.isEmpty() && strangler.stop().requested()) {
            problems.add(new Problem(
                    ErrorCode.INTERRUPTED,
                    "the streams stopped as you asked; everything applied is recorded",
                    "ficus sync",
                    "go on with: " + String.join(" ", resume())));
        }
        return problems;
    }

    private List<String> resume() {
        List<String> words = new ArrayList<>(List.of("ficus", "sync"));
        words.addAll(names);
        return words;
    }
}
