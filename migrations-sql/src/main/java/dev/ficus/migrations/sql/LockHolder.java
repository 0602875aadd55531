package dev.ficus.migrations.sql;

import dev.ficus.core.history.UnlockReport;
import java.time.Duration;
import java.util.Optional;

/**
 * The session that holds the lock of a history, as far as this user may see it.
 *
 * @param session its number in the server
 * @param who what it calls itself, and its user
 * @param host from where it is connected
 * @param age how long it has had the lock, or has been connected
 * @param process the process that opened it
 * @param ending the SQL with which an administrator ends it
 */
public record LockHolder(
        long session,
        Optional<String> who,
        Optional<String> host,
        Optional<Duration> age,
        Optional<ClientProcess> process,
        String ending) {

    /** False only where the process is certain to have ended. */
    boolean live() {
        return process.filter(ClientProcess::hasEnded).isEmpty();
    }

    UnlockReport.Holder report() {
        return new UnlockReport.Holder(
                "session " + session + who.map(text -> " (" + text + ")").orElse(""), host, age, live());
    }

    /** On one line, for messages. */
    @Override
    public String toString() {
        return "session " + session
                + who.map(text -> " (" + text + ")").orElse("")
                + host.map(text -> " from " + text).orElse("")
                + age.map(time -> ", for " + time.toSeconds() + " s").orElse("");
    }
}
