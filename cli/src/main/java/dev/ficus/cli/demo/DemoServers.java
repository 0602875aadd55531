package dev.ficus.cli.demo;

import dev.ficus.core.progress.Progress;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.sandbox.Sandbox;
import dev.ficus.sandbox.SandboxKind;
import dev.ficus.sandbox.SandboxOptions;
import dev.ficus.sandbox.SandboxServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The three servers of the demo; they end when it is closed, or with the process. */
record DemoServers(SandboxServer mysql, SandboxServer postgres, SandboxServer mongo) implements AutoCloseable {

    /** Starts all three at the same time. Where one fails, the others are ended. */
    static DemoServers start(SandboxKind kind, Progress progress) {
        List<CompletableFuture<SandboxServer>> starting = new ArrayList<>();
        for (DatabaseKind each : List.of(DatabaseKind.MYSQL, DatabaseKind.POSTGRES, DatabaseKind.MONGO)) {
            starting.add(CompletableFuture.supplyAsync(
                    () -> Sandbox.start(each, SandboxOptions.defaults().from(kind), progress),
                    command -> new Thread(command, "demo-start-" + each.word()).start()));
        }
        try {
            starting.forEach(CompletableFuture::join);
            return new DemoServers(
                    starting.get(0).join(),
                    starting.get(1).join(),
                    starting.get(2).join());
        } catch (CompletionException e) {
            starting.forEach(DemoServers::closeStarted);
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** What they are, for the report. */
    DemoReport.Servers described() {
        return new DemoReport.Servers(mysql.description(), postgres.description(), mongo.description());
    }

    @Override
    public void close() {
        mysql.close();
        postgres.close();
        mongo.close();
    }

    private static void closeStarted(CompletableFuture<SandboxServer> starting) {
        starting.handle((server, failure) -> server)
                .thenAccept(server -> {
                    if (server != null) {
                        server.close();
                    }
                })
                .join();
    }
}
