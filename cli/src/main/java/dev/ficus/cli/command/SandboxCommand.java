package dev.ficus.cli.command;

import dev.ficus.cli.output.Result;
import dev.ficus.cli.output.TextPrinter;
import dev.ficus.cli.session.Session;
import dev.ficus.core.error.ErrorKind;
import dev.ficus.core.progress.StopSignal;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.sandbox.SandboxKind;
import dev.ficus.sandbox.SandboxOptions;
import dev.ficus.sandbox.SandboxSet;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "sandbox",
        header = "Starts a throwaway MySQL, PostgreSQL and MongoDB and runs until interrupted.",
        footer = {
            "  ficus sandbox --dir play             then, elsewhere: ficus -c play/ficus.yaml doctor",
            "  ficus sandbox --dir play --sandbox embedded"
        })
final class SandboxCommand extends SessionCommand {
    private static final long LOOK_MILLIS = 100;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            required = true,
            order = 1,
            description = "Where ficus.yaml is written, once all servers answer.")
    private Path directory = Path.of(".");

    @Option(
            names = "--sandbox",
            paramLabel = "KIND",
            order = 2,
            converter = SandboxKindConverter.class,
            description = "Where the servers come from: auto, url, docker, installed or embedded; auto if not given.")
    private SandboxKind kind = SandboxKind.AUTO;

    @Override
    protected int run(Session session) {
        StopSignal stop = session.stopOnInterrupt();
        try (SandboxSet servers = SandboxSet.start(new SandboxOptions(kind, Map.of()), session.progress())) {
            if (stop.requested()) {
                return ErrorKind.INTERRUPTED.exitCode();
            }
            Path file = servers.writeSettings(directory);
            int exitCode = session.console().finish(Running.of(file, servers));
            waitFor(stop);
            return exitCode;
        }
    }

    private static void waitFor(StopSignal stop) {
        try {
            while (!stop.requested()) {
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The document of {@code sandbox}, written when all servers answer. */
    record Running(String file, List<Server> servers) implements Result {

        /** One server; its password stands in the file only. */
        record Server(String name, String kind, String url, String description) {}

        static Running of(Path file, SandboxSet set) {
            List<Server> servers = Stream.of(DatabaseKind.MYSQL, DatabaseKind.POSTGRES, DatabaseKind.MONGO)
                    .map(kind -> server(set.database(kind), set.server(kind).description()))
                    .toList();
            return new Running(file.toString(), servers);
        }

        private static Server server(DatabaseSettings database, String description) {
            return new Server(database.name(), database.kind().word(), database.safeUrl(), description);
        }

        @Override
        public String document() {
            return "sandbox";
        }

        @Override
        public void writeText(TextPrinter out) {
            out.line("the servers answer; their settings are in " + file);
            out.rows(servers.stream()
                    .map(server -> List.of(server.name(), server.url(), server.description()))
                    .toList());
        }

        @Override
        public Optional<String> next() {
            return Optional.of("-c " + file + " doctor");
        }
    }
}
