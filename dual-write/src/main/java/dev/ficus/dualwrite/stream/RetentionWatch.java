package dev.ficus.dualwrite.stream;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.jdbc.SqlFailures;
import dev.ficus.core.settings.DomainSettings;
import dev.ficus.dualwrite.control.Strangler;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns before a source throws away log that a domain's stream still needs, for as long as the streams run, on a thread and
 * on connections of its own: at once, and then at each interval. It never ends a stream. A server that does not answer is left to
 * the domain's runner to tell; what else keeps the watch from looking is told once, until a look goes through.
 */
final class RetentionWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RetentionWatch.class);
    private static final Duration CLOSING = Duration.ofSeconds(1);

    private final Strangler strangler;
    private final StreamListener listener;
    private final RetentionLook look;
    private final Map<String, RetentionWarnings> warnings = new HashMap<>();
    private final Map<String, String> failures = new HashMap<>();
    private final Thread thread;
    private boolean closed;

    private RetentionWatch(Strangler strangler, List<DomainSettings> domains, SyncOptions options) {
        this.strangler = strangler;
        this.listener = options.listener();
        this.look = new RetentionLook(strangler);
        this.thread = new Thread(() -> run(domains, options.watch()), "ficus-retention");
        thread.setDaemon(true);
    }

    /** Begins to look, unless the streams are to end by themselves. */
    static RetentionWatch start(Strangler strangler, List<DomainSettings> domains, SyncOptions options) {
        RetentionWatch watch = new RetentionWatch(strangler, domains, options);
        if (!options.untilCaughtUp()) {
            watch.thread.start();
        }
        return watch;
    }

    /** Nothing is told any more once this returns. A look that is under way may still end its connections by itself. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        thread.interrupt();
        try {
            thread.join(CLOSING.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(List<DomainSettings> domains, Duration pause) {
        try {
            while (wanted()) {
                domains.forEach(this::look);
                Thread.sleep(pause.toMillis());
            }
        } catch (InterruptedException e) {
            LOG.debug("the watch over the logs was closed");
        }
    }

    private synchronized boolean wanted() {
        return !closed && !strangler.stop().requested();
    }

    private void look(DomainSettings domain) {
        if (!wanted()) {
            return;
        }
        try {
            tell(domain.name(), look.at(domain));
            failures.remove(domain.name());
        } catch (SQLException e) {
            failed(
                    domain.name(),
                    SqlFailures.onStatement(
                            e,
                            "domain " + domain.name() + ", the log of its stream",
                            ErrorCode.INTERNAL,
                            "check the server"));
        } catch (RuntimeException | Error e) {
            failed(domain.name(), DomainFailure.of(e, domain.name()));
        }
    }

    private synchronized void tell(String domain, Retention now) {
        if (closed) {
            return;
        }
        warnings.computeIfAbsent(domain, name -> new RetentionWarnings())
                .news(now)
                .forEach(text -> strangler.progress().warning(domain, text));
        listener.retention(domain, now.used());
    }

    private synchronized void failed(String domain, FicusException failure) {
        String what = failure.problem().what();
        if (closed || Retries.of(failure, false) == Retries.WITH_BACKOFF) {
            LOG.debug("no look at the log that the stream of domain {} needs", domain, failure);
        } else if (!what.equals(failures.put(domain, what))) {
            LOG.error("no look at the log that the stream of domain {} needs", domain, failure);
            String fix = failure.code() == ErrorCode.INTERNAL
                    ? "no stream ends of it; report it with what ficus sync -v prints"
                    : failure.problem().fix();
            strangler
                    .progress()
                    .warning(
                            domain,
                            "cannot tell for how long the source keeps the log that the stream still needs: " + what
                                    + "; " + fix);
        }
    }
}
