package dev.ficus.dualwrite.stream;

import dev.ficus.core.progress.StopSignal;
import dev.ficus.core.settings.DomainSettings;
import dev.ficus.dualwrite.control.Strangler;
import dev.ficus.dualwrite.stream.SyncReport.DomainSync;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs the streams of domains, each on a thread of its own, in the direction that the domain's phase asks for; it
 * follows every change of phase by itself. A domain whose stream fails for good stops alone, an unexpected exception being
 * such a failure (INTERNAL); the others go on. Beside them a {@link RetentionWatch} warns before a source throws away log that a
 * stream still needs, whatever that stream does.
 */
public final class Sync {
    private Sync() {}

    /** Runs until {@link StopSignal#requested}, until every domain has failed, or until all have caught up. */
    public static SyncReport run(
            Strangler strangler, List<DomainSettings> domains, SyncOptions options, DomainRecovery recovery) {
        return run(strangler, domains, options, recovery, Safeties.ALL);
    }

    /** As {@link #run}, with the safeties of the tests' choice. */
    static SyncReport run(
            Strangler strangler,
            List<DomainSettings> domains,
            SyncOptions options,
            DomainRecovery recovery,
            Safeties safeties) {
        ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, domains.size()), task -> {
            Thread thread = new Thread(task, "ficus-sync");
            thread.setDaemon(true);
            return thread;
        });
        RetentionWatch watch = RetentionWatch.start(strangler, domains, options);
        try {
            List<Future<DomainSync>> running = new ArrayList<>();
            for (DomainSettings domain : domains) {
                running.add(threads.submit(new DomainRunner(strangler, domain, options, recovery, safeties)));
            }
            List<DomainSync> ended = new ArrayList<>();
            for (Future<DomainSync> domain : running) {
                ended.add(result(domain));
            }
            return new SyncReport(ended);
        } finally {
            watch.close();
            threads.shutdownNow();
        }
    }

    private static DomainSync result(Future<DomainSync> domain) {
        try {
            return domain.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while streams run", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
