package dev.ficus.cli.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The threads that put the shop under load, each at its own pace, from {@link #start} until {@link #stop}. A thread that
 * fails in a way nobody expects ends, and {@link #failure} tells.
 */
final class Load implements AutoCloseable {
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile boolean stopped;

    /**
     * A thread that writes.
     *
     * @param open gives the thread its view of the application
     */
    record Writer(String name, double perSecond, Supplier<Application> open) {}

    /** Adds a thread that writes what {@code writes} chooses. */
    void writer(Writer writer, ShopWrites writes, Ledger ledger, LoadCounts counts) {
        start(writer.name(), () -> {
            try (Application application = writer.open().get()) {
                Pace pace = new Pace(writer.perSecond(), System::nanoTime);
                while (!stopped) {
                    pace.await();
                    counts.add(once(application, writes.next(), ledger));
                }
            }
        });
    }

    /** Adds a thread that does something again and again at a pace. */
    void repeat(String name, double perSecond, Runnable work) {
        start(name, () -> {
            Pace pace = new Pace(perSecond, System::nanoTime);
            while (!stopped) {
                pace.await();
                work.run();
            }
        });
    }

    /** What ended a thread before its time. */
    Optional<Throwable> failure() {
        return Optional.ofNullable(failure.get());
    }

    /** Lets every thread end what it has begun, and waits for that. */
    void stop() throws InterruptedException {
        stopped = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Stops without waiting. */
    @Override
    public void close() {
        stopped = true;
    }

    private static Outcome once(Application application, ShopWrite write, Ledger ledger) {
        try {
            return application.write(write);
        } catch (StaleRow e) {
            return Outcome.MISSED;
        } finally {
            write.claim().ifPresent(ledger::release);
        }
    }

    private void start(String name, Runnable work) {
        Thread thread = new Thread(work, "demo-" + name);
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((ended, cause) -> failure.compareAndSet(null, cause));
        threads.add(thread);
        thread.start();
    }
}
