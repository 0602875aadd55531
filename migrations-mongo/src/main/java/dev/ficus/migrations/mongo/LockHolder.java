package dev.ficus.migrations.mongo;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.history.RanBy;
import dev.ficus.core.history.UnlockReport;
import io.mongock.driver.core.lock.LockEntry;
import io.mongock.driver.mongodb.sync.v4.repository.MongoSync4LockRepository;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bson.conversions.Bson;

/**
 * Who holds Mongock's lock. Mongock's format has a text for the owner and no place for more, so ours holds user, host,
 * process and time; Mongock itself writes a random UUID.
 *
 * @param text the owner as it is stored
 * @param until when the lease ends, by the clock of the holder
 */
record LockHolder(String text, Instant until) {
    static final String COLLECTION = "mongockLock";
    static final String KEY = "DEFAULT_KEY";

    private static final Pattern OURS = Pattern.compile("(.+)@(\\S+) pid (\\d+) since (\\S+) \\S+");

    /** This process, from now on. */
    static LockHolder current() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        String process = RanBy.current() + " pid " + ProcessHandle.current().pid();
        return new LockHolder(process + " since " + now + " " + UUID.randomUUID(), now);
    }

    static MongoSync4LockRepository repository(MongoDatabase database) {
        return new MongoSync4LockRepository(database.getCollection(COLLECTION));
    }

    /** The row of the lock, whether its lease is over or not. */
    static Optional<LockHolder> of(MongoSync4LockRepository repository) {
        LockEntry row = repository.findByKey(KEY);
        return row == null
                ? Optional.empty()
                : Optional.of(new LockHolder(row.getOwner(), row.getExpiresAt().toInstant()));
    }

    /** True while any run holds a lease on this database. */
    static boolean isHeld(MongoDatabase database) {
        return of(repository(database)).filter(LockHolder::isLive).isPresent();
    }

    /**
     * Frees the lock where its lease is over.
     *
     * @throws FicusException LOCK_HELD where it is not: the holder renews it while it lives
     */
    static UnlockReport unlock(MongoDatabase database, String name) {
        Optional<LockHolder> found = of(repository(database));
        if (found.isEmpty()) {
            return new UnlockReport(Optional.empty(), false);
        }
        LockHolder holder = found.get();
        if (holder.isLive() || !holder.isRemovedFrom(database)) {
            throw holder.stillHeld(name);
        }
        return new UnlockReport(Optional.of(holder.report()), true);
    }

    /** Only while the lease is over: a holder that was suspended may have renewed it since it was read. */
    private boolean isRemovedFrom(MongoDatabase database) {
        Bson over = Filters.and(
                Filters.eq(LockEntry.KEY_FIELD, KEY),
                Filters.eq(LockEntry.OWNER_FIELD, text),
                Filters.lt(LockEntry.EXPIRES_AT_FIELD, new Date()));
        return database.getCollection(COLLECTION).deleteOne(over).getDeletedCount() == 1;
    }

    boolean isLive() {
        return until.isAfter(Instant.now());
    }

    String words() {
        return text + ", lease until " + until;
    }

    private UnlockReport.Holder report() {
        Matcher ours = OURS.matcher(text);
        return ours.matches()
                ? new UnlockReport.Holder(
                        ours.group(1) + " pid " + ours.group(3),
                        Optional.of(ours.group(2)),
                        Optional.of(Duration.between(Instant.parse(ours.group(4)), Instant.now())),
                        isLive())
                : new UnlockReport.Holder(text, Optional.empty(), Optional.empty(), isLive());
    }

    private FicusException stillHeld(String name) {
        UnlockReport.Holder holder = report();
        String age =
                holder.age().map(time -> ", for " + time.toSeconds() + " s").orElse("");
        return new FicusException(
                ErrorCode.LOCK_HELD,
                "the lock of the history is held by " + holder.who()
                        + holder.host().map(host -> " on " + host).orElse("") + age + ", lease until " + until,
                "database " + name,
                "end that process, or wait: the lock frees itself within " + MongoLock.LEASE.toSeconds()
                        + " s after its holder has died (60 s if the holder is an application with Mongock)");
    }
}
