package dev.ficus.dualwrite.cutover;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.jdbc.SqlFailures;
import dev.ficus.dualwrite.control.Control;
import dev.ficus.dualwrite.control.ControlFailures;
import dev.ficus.dualwrite.control.DomainState;
import dev.ficus.dualwrite.control.Patience;
import dev.ficus.dualwrite.control.Strangler;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.JdbiException;

/**
 * Brings a change of phase that did not end to one of its two ends: before the journal's commit everything is undone,
 * behind it the rest is carried on. What was committed is read from the journal, never assumed. Safe to run at any time,
 * by any process, and to be interrupted itself.
 */
public final class Recovery {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration GAP = Duration.ofMillis(200);

    private Recovery() {}

    /**
     * Recovers a domain, unless its cutover is still going on in a live process. Nothing happens where there is nothing
     * to recover, and then it costs one query.
     *
     * @throws FicusException where a side does not answer; the next call goes on
     */
    public static void recover(Strangler strangler, String domain) {
        try {
            if (!unfinished(strangler, domain)) {
                return;
            }
            try (Site site = Site.open(strangler, domain)) {
                if (site.lock()) {
                    recoverLocked(site);
                }
            }
        } catch (SQLException e) {
            throw failure(e, domain);
        } catch (JdbiException e) {
            throw ControlFailures.translate(e, where(domain), ErrorCode.CONNECTION_LOST, fix(domain));
        }
    }

    /** As {@link #recover}, where the caller holds the lock. */
    static void recoverLocked(Site site) throws SQLException {
        Optional<JournalEntry> found = Journal.unfinished(site.control(), site.name());
        if (found.isEmpty()) {
            return;
        }
        JournalEntry entry = found.get();
        DomainState before = new DomainState(entry.domain(), entry.from(), entry.epoch());
        Walk walk = Walk.between(entry.from(), entry.to(), site, before, CutoverOptions.defaults())
                .orElseThrow();
        if (entry.state() == JournalEntry.State.OPEN) {
            site.progress("undoing the unfinished change to phase " + entry.to().word());
            walk.undo();
            site.strangler().hook().at("recovery.undone");
            Journal.undone(site.control(), entry.id());
        } else {
            site.progress(
                    "carrying on the unfinished change to phase " + entry.to().word());
            for (Step step : walk.after()) {
                step.action().run();
                site.strangler().hook().at("recovery." + step.name());
            }
            Journal.finish(site.control(), entry.id(), OptionalLong.empty());
        }
    }

    /**
     * Recovers until the domain's last change of phase has ended, and returns that end.
     *
     * @throws FicusException CUTOVER_UNFINISHED where that did not come about in a minute. Then no side is open that was
     *     closed, and the next command on the domain goes on
     */
    static JournalEntry settle(Strangler strangler, String domain, Exception cause) {
        Patience patience = Patience.of(PATIENCE);
        while (true) {
            try {
                recover(strangler, domain);
                Optional<JournalEntry> last = last(strangler, domain);
                if (last.isPresent() && !last.get().unfinished()) {
                    return last.get();
                }
            } catch (FicusException e) {
                cause.addSuppressed(e);
            }
            if (patience.over()) {
                throw new FicusException(
                        ErrorCode.CUTOVER_UNFINISHED,
                        "the cutover failed and could not be brought to an end in " + PATIENCE.toSeconds() + " s: "
                                + cause.getMessage(),
                        "domain " + domain,
                        fix(domain),
                        cause);
            }
            patience.nap(GAP);
        }
    }

    private static boolean unfinished(Strangler strangler, String domain) {
        return last(strangler, domain).map(JournalEntry::unfinished).orElse(false);
    }

    private static Optional<JournalEntry> last(Strangler strangler, String domain) {
        try (Control control = Control.open(strangler.postgres())) {
            return Journal.last(control, domain);
        }
    }

    static FicusException failure(SQLException e, String domain) {
        return SqlFailures.onStatement(e, where(domain), ErrorCode.CONNECTION_LOST, fix(domain));
    }

    static String where(String domain) {
        return "cutover of domain " + domain;
    }

    private static String fix(String domain) {
        return "bring both servers up, then run: ficus cutover status " + domain
                + "; any cutover or sync of the domain completes or undoes it";
    }
}
