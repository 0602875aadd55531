package dev.ficus.migrations.mongo;

import com.mongodb.client.MongoDatabase;
import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.progress.Progress;
import io.mongock.driver.api.lock.LockCheckException;
import io.mongock.driver.core.lock.LockEntry;
import io.mongock.driver.core.lock.LockManagerDefault;
import io.mongock.driver.core.lock.LockPersistenceException;
import io.mongock.driver.core.lock.LockStatus;
import io.mongock.driver.mongodb.sync.v4.repository.MongoSync4LockRepository;
import io.mongock.utils.TimeService;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Mongock's lock: a row in {@code mongockLock} with a lease that a thread renews. An application that runs Mongock on the
 * same database waits for us, and we for it. After a crash the lease ends by itself within {@link #LEASE}.
 */
final class MongoLock implements AutoCloseable {
    /** Shorter than the default patience of {@code up}, so that a crashed run never makes the next one give up. */
    static final Duration LEASE = Duration.ofSeconds(30);

    private static final long POLL_MILLIS = 200;
    private static final long MINIMUM_MONGOCK_POLLS = 500;

    private final String database;
    private final MongoSync4LockRepository repository;
    private final LockHolder own = LockHolder.current();
    private final LockManagerDefault manager;

    private MongoLock(MongoDatabase database, String name) {
        this.database = name;
        this.repository = LockHolder.repository(database);
        this.manager = LockManagerDefault.builder()
                .setLockRepository(repository)
                .setLockAcquiredForMillis(LEASE.toMillis())
                .setLockQuitTryingAfterMillis(LEASE.toMillis())
                .setLockTryFrequencyMillis(MINIMUM_MONGOCK_POLLS)
                .setOwner(own.text())
                .setTimeService(new LaterEachTime())
                .build();
    }

    /** Waits for the lock, and tells for whom; LOCK_HELD with its holder after {@code timeout}. */
    static MongoLock acquire(MongoDatabase database, String name, Duration timeout, Progress progress) {
        MongoLock lock = new MongoLock(database, name);
        lock.repository.initialize();
        lock.await(timeout, progress);
        try {
            lock.manager.acquireLockDefault();
        } catch (LockCheckException e) {
            throw lock.lost(e);
        }
        return lock;
    }

    /**
     * Fails where the lease is over, for example because this process was suspended for long, or where the row is not
     * ours any more. Asks the server.
     */
    void check() {
        boolean ours = LockHolder.of(repository)
                .filter(holder -> holder.text().equals(own.text()))
                .isPresent();
        if (!ours || !manager.isLockHeld()) {
            throw lost(null);
        }
    }

    @Override
    public void close() {
        manager.close();
    }

    private void await(Duration timeout, Progress progress) {
        long deadline = System.nanoTime() + timeout.toNanos();
        boolean told = false;
        while (!isTaken()) {
            String holder = LockHolder.of(repository).map(LockHolder::words).orElse("a run that ended just now");
            if (System.nanoTime() >= deadline) {
                throw held(holder, timeout);
            }
            if (!told) {
                progress.step(database, "waiting for the lock of the history, held by " + holder);
                told = true;
            }
            pause();
        }
    }

    private boolean isTaken() {
        try {
            repository.insertUpdate(new LockEntry(
                    LockHolder.KEY,
                    LockStatus.LOCK_HELD.name(),
                    own.text(),
                    Date.from(Instant.now().plus(LEASE))));
            return true;
        } catch (LockPersistenceException e) {
            return false;
        }
    }

    private FicusException held(String holder, Duration timeout) {
        return new FicusException(
                ErrorCode.LOCK_HELD,
                "another run holds the lock of the history: " + holder,
                "database " + database,
                "waited for " + timeout.toSeconds() + " s; run the command again when the other run is done, the lock"
                        + " of a run that died frees itself when its lease ends");
    }

    private FicusException lost(@Nullable Throwable cause) {
        return new FicusException(
                ErrorCode.CONNECTION_LOST,
                "the lock of the history is not held any more: its lease ran out, or somebody took it away",
                "database " + database,
                "see where the history stands with: ficus migrate status --db " + database,
                cause);
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FicusException(
                    ErrorCode.INTERRUPTED,
                    "interrupted while waiting for the lock of the history",
                    "database " + database,
                    "run the command again",
                    e);
        }
    }

    /** Mongock takes a renewal within the same millisecond for a lock that is lost, as the row does not change. */
    private static final class LaterEachTime extends TimeService {
        private final AtomicLong last = new AtomicLong();

        @Override
        public Date currentDatePlusMillis(long millis) {
            long wanted = super.currentDatePlusMillis(millis).getTime();
            return new Date(last.updateAndGet(before -> Math.max(before + 1, wanted)));
        }
    }
}
