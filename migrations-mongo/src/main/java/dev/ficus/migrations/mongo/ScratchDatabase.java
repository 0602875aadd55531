package dev.ficus.migrations.mongo;

import com.mongodb.MongoException;
import com.mongodb.client.MongoDatabase;
import dev.ficus.core.drift.ScratchName;
import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.settings.DatabaseSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An empty database on the server of another, dropped by {@link #close()}. It holds the lock of its own history: what has
 * such a name and no live lock was left by a killed process, and is dropped by the next that makes one here.
 */
final class ScratchDatabase implements AutoCloseable {
    /** Everything before the database, the database, and the parameters. */
    private static final Pattern URL = Pattern.compile("^(mongodb(?:\\+srv)?://[^/]+/)[^?]+(.*)$");

    private final String name;
    private final MongoSession session;
    private final MongoLock lock;
    private final Progress progress;

    private ScratchDatabase(String name, MongoSession session, MongoLock lock, Progress progress) {
        this.name = name;
        this.session = session;
        this.lock = lock;
        this.progress = progress;
    }

    static ScratchDatabase beside(OpenHistory history, DatabaseSettings real, Progress progress) {
        removeLeftovers(history, progress);
        String name = ScratchName.next();
        Matcher url = URL.matcher(real.url());
        if (!url.matches()) {
            throw new IllegalArgumentException("the url names no database");
        }
        MongoSession session = MongoSession.open(new DatabaseSettings(
                name,
                real.kind(),
                url.group(1) + name + url.group(2),
                real.user(),
                real.password(),
                real.migrations()));
        try {
            MongoLock lock = MongoLock.acquire(session.database(), real.name(), Duration.ZERO, Progress.SILENT);
            return new ScratchDatabase(name, session, lock, progress);
        } catch (MongoException e) {
            session.close();
            throw notMade(e, real);
        }
    }

    String name() {
        return name;
    }

    MongoSession session() {
        return session;
    }

    /** The lock of its history, held as long as the database is there. */
    MongoLock lock() {
        return lock;
    }

    /** What cannot be dropped is told, and dropped by the next run. */
    @Override
    public void close() {
        try (session) {
            lock.close();
            session.database().drop();
        } catch (MongoException e) {
            progress.warning(
                    name,
                    "the scratch database could not be dropped, and the next run of drift will do it: "
                            + MongoFailures.words(e));
        }
    }

    private static void removeLeftovers(OpenHistory history, Progress progress) {
        List<String> names = new ArrayList<>();
        history.mongo().client().listDatabaseNames().into(names);
        for (String name : names) {
            MongoDatabase database = history.mongo().client().getDatabase(name);
            if (ScratchName.matches(name) && !LockHolder.isHeld(database)) {
                database.drop();
                progress.warning(history.name(), "dropped the scratch database " + name + ", which a killed run left");
            }
        }
    }

    private static RuntimeException notMade(MongoException e, DatabaseSettings real) {
        return MongoFailures.isRightMissing(e)
                ? new FicusException(
                        ErrorCode.RIGHT_MISSING,
                        "the user may not make a scratch database: " + MongoFailures.words(e),
                        real.toString(),
                        "grant it (docs/guides/drift.md has the command), or replay on a server of the sandbox with: ficus"
                                + " migrate drift --db " + real.name() + " --scratch sandbox",
                        e)
                : e;
    }
}
