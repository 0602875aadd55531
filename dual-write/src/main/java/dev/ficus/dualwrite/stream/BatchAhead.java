package dev.ficus.dualwrite.stream;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers the batches of a stream. While the source is ahead, the next batch is gathered and merged in a thread of its own as the one
 * before it is applied; a stream that keeps up does without, because a batch that waits for its turn is older than it has to
 * be. Closed before its capture. Used by one thread.
 */
final class BatchAhead implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BatchAhead.class);

    private final Capture capture;
    private final Batch.Cut cut;
    private final long mostBytes;
    private final ExecutorService thread;
    private volatile boolean wanted;
    private @Nullable Future<Optional<Batch>> next;

    /** @param mostBytes as {@link Batch#gather}; two batches are held at most */
    BatchAhead(String domain, Capture capture, Batch.Cut cut, long mostBytes) {
        this.capture = capture;
        this.cut = cut;
        this.mostBytes = mostBytes;
        this.thread = Executors.newSingleThreadExecutor(task -> {
            Thread daemon = new Thread(task, "ficus-ahead-" + domain);
            daemon.setDaemon(true);
            return daemon;
        });
    }

    /** The next batch, which the caller closes; empty where nothing came in time. Fails as {@link Capture#poll}. */
    Optional<Batch> take(Duration wait) {
        wanted = true;
        Optional<Batch> batch = gathered();
        if (batch.isEmpty()) {
            batch = Batch.gather(capture, wait, mostBytes);
        }
        if (batch.isPresent() && batch.get().large()) {
            wanted = false;
            next = thread.submit(this::gather);
        }
        return batch;
    }

    @Override
    public void close() {
        wanted = true;
        thread.shutdown();
        try {
            gathered().ifPresent(Batch::close);
        } catch (RuntimeException e) {
            LOG.error("what was gathered ahead failed; the stream had ended before it was needed", e);
        }
    }

    private Optional<Batch> gather() {
        Optional<Batch> batch = Batch.gatherUntil(() -> wanted, capture, mostBytes);
        try {
            batch.ifPresent(some -> some.prepare(cut));
            return batch;
        } catch (RuntimeException | Error e) {
            batch.ifPresent(Batch::close);
            throw e;
        }
    }

    private Optional<Batch> gathered() {
        Future<Optional<Batch>> last = next;
        next = null;
        if (last == null) {
            return Optional.empty();
        }
        try {
            return last.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("the next batch could not be gathered", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FicusException(
                    ErrorCode.INTERRUPTED,
                    "the wait for the next batch was interrupted",
                    "the stream",
                    "start it again: ficus sync",
                    e);
        }
    }
}
