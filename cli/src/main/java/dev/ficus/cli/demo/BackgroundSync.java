package dev.ficus.cli.demo;

import dev.ficus.core.error.FicusException;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.progress.ProgressEvent;
import dev.ficus.core.settings.StranglerSettings;
import dev.ficus.dualwrite.control.Hook;
import dev.ficus.dualwrite.control.Strangler;
import dev.ficus.dualwrite.cutover.Recovery;
import dev.ficus.dualwrite.stream.Sync;
import dev.ficus.dualwrite.stream.SyncOptions;
import dev.ficus.dualwrite.stream.SyncReport;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The streams of all domains, as {@code ficus sync} runs them beside the application, on a thread of this process. */
final class BackgroundSync implements AutoCloseable {
    private final CompletableFuture<SyncReport> running;
    private volatile boolean stopped;

    /** @param progress receives steps and warnings; counts are left out */
    BackgroundSync(StranglerSettings settings, Progress progress) {
        Progress lines = event -> {
            if (!(event instanceof ProgressEvent.Count)) {
                progress.on(event);
            }
        };
        Strangler strangler = new Strangler(settings, lines, () -> stopped, Hook.NONE);
        this.running = CompletableFuture.supplyAsync(
                () -> Sync.run(
                        strangler,
                        settings.domains(),
                        SyncOptions.DEFAULT,
                        domain -> Recovery.recover(strangler, domain)),
                work -> {
                    Thread thread = new Thread(work, "demo-sync");
                    thread.setDaemon(true);
                    thread.start();
                });
    }

    /** Ends the streams at their next transaction, and tells what failed while they ran. */
    Optional<FicusException> end() {
        stopped = true;
        return running.join().failure();
    }

    /** Ends the streams and waits for that; what failed is told by {@link #end} alone. */
    @Override
    public void close() {
        stopped = true;
        running.handle((report, failure) -> report).join();
    }
}
