package dev.ficus.dualwrite.backfill;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Threads that do the parts of one piece of work. The first failure is that of the whole; the others are asked to end at
 * their next boundary and are waited for, so that nothing is done any more when {@link #run} returns or throws.
 */
final class Workers {
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /** What is done now and then while the workers work, on the caller's thread. */
    @FunctionalInterface
    interface Watch {
        void look() throws SQLException;
    }

    /** Whether a worker has failed, and the others shall end. */
    boolean failed() {
        return failure.get() != null;
    }

    void run(List<? extends Callable<Void>> parts, long watchMillis, Watch watch) throws SQLException {
        CountDownLatch running = new CountDownLatch(parts.size());
        List<Thread> threads = new ArrayList<>();
        for (Callable<Void> part : parts) {
            Thread thread = new Thread(() -> work(part, running), "ficus-backfill-" + threads.size());
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
        while (!ended(running, watchMillis)) {
            if (!failed()) {
                try {
                    watch.look();
                } catch (SQLException | RuntimeException e) {
                    failure.compareAndSet(null, e);
                }
            }
        }
        rethrow();
    }

    private void work(Callable<Void> part, CountDownLatch running) {
        try {
            part.call();
        } catch (Throwable e) { // whatever it was, it is rethrown by the thread that waits
            failure.compareAndSet(null, e);
        } finally {
            running.countDown();
        }
    }

    private boolean ended(CountDownLatch running, long millis) {
        try {
            return running.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            failure.compareAndSet(null, new IllegalStateException("interrupted while workers were at work", e));
            return false;
        }
    }

    private void rethrow() throws SQLException {
        Throwable thrown = failure.get();
        if (thrown instanceof SQLException e) {
            throw e;
        }
        if (thrown instanceof RuntimeException e) {
            throw e;
        }
        if (thrown instanceof Error e) {
            throw e;
        }
        if (thrown != null) {
            throw new IllegalStateException(thrown);
        }
    }
}
