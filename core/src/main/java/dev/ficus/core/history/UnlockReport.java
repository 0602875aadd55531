package dev.ficus.core.history;

import java.time.Duration;
import java.util.Optional;

/**
 * What {@link MigrationHistory#unlock} found and did.
 *
 * @param holder who held the lock; empty where nobody did
 * @param released whether a dead holder's lock was freed now
 */
public record UnlockReport(Optional<Holder> holder, boolean released) {

    /**
     * Who holds the lock of a history.
     *
     * @param who the session or process, as the server names it, with user where known
     * @param host from where; empty where the server does not tell
     * @param age how long the lock, or the session that holds it, has been there; empty where the server does not tell
     * @param live true unless it is certain that the process which took the lock has ended
     */
    public record Holder(String who, Optional<String> host, Optional<Duration> age, boolean live) {}
}
