package dev.ficus.migrations.mongo;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.history.RanBy;
import io.mongock.driver.api.lock.LockCheckException;
import io.mongock.driver.core.lock.LockEntry;
import io.mongock.driver.core.lock.LockManagerDefault;
import io.mongock.driver.mongodb.sync.v4.repository.MongoSync4LockRepository;
import java.time.Duration;
import java.util.Date;
import java.util.Optional;
import java.util.UUID;
import org.bson.Document;

/**
 * Mongock's lock: a row in {@code mongockLock} with a lease that a thread renews. An application that runs Mongock on the
 * same database waits for us, and we for it. After a crash the lease ends by itself within {@link #LEASE}.
 */
final class MongoLock implements AutoCloseable {
    /** Shorter than the default patience of {@code up}, so that a crashed run never makes the next one give up. */
    static final Duration LEASE = Duration.ofSeconds(30);

    private static final String COLLECTION = "mongockLock";
    private static final String KEY = "DEFAULT_KEY";
    private static final long POLL_MILLIS = 500;

    private final String database;
    private final Duration timeout;
    private final MongoSync4LockRepository repository;
    private final LockManagerDefault manager;

    MongoLock(MongoDatabase database, String name, Duration timeout) {
        this.database = name;
        this.timeout = timeout;
        MongoCollection<Document> collection = database.getCollection(COLLECTION);
        this.repository = new MongoSync4LockRepository(collection);
        this.manager = LockManagerDefault.builder()
                .setLockRepository(repository)
                .setLockAcquiredForMillis(LEASE.toMillis())
                .setLockQuitTryingAfterMillis(Math.max(1, timeout.toMillis()))
                .setLockTryFrequencyMillis(POLL_MILLIS)
                .setOwner(RanBy.current() + " pid " + ProcessHandle.current().pid() + " " + UUID.randomUUID())
                .build();
    }

    /** Waits for the lock; LOCK_HELD with its holder after the timeout. */
    void acquire() {
        repository.initialize();
        try {
            manager.acquireLockDefault();
        } catch (LockCheckException e) {
            throw new FicusException(
                    ErrorCode.LOCK_HELD,
                    "another run holds the lock of the history: "
                            + holder(repository).orElse("a run that ended just now"),
                    "database " + database,
                    "waited for " + timeout.toSeconds()
                            + " s; run the command again when the other run is done, the lock"
                            + " of a run that died frees itself when its lease ends",
                    e);
        }
    }

    /** Fails where the lease was lost, for example because this process was suspended for long. */
    void check() {
        if (!manager.isLockHeld()) {
            throw new FicusException(
                    ErrorCode.CONNECTION_LOST,
                    "the lease of the lock of the history ran out",
                    "database " + database,
                    "run the command again: it goes on with the first change that is not recorded");
        }
    }

    @Override
    public void close() {
        manager.close();
    }

    /** True while any run holds a lease on this database. */
    static boolean isHeld(MongoDatabase database) {
        return holder(new MongoSync4LockRepository(database.getCollection(COLLECTION)))
                .isPresent();
    }

    private static Optional<String> holder(MongoSync4LockRepository repository) {
        LockEntry lock = repository.findByKey(KEY);
        return lock == null || lock.getExpiresAt().before(new Date())
                ? Optional.empty()
                : Optional.of(
                        lock.getOwner() + ", lease until " + lock.getExpiresAt().toInstant());
    }
}
