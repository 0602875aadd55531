package dev.ficus.dualwrite.control;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.dualwrite.connect.PostgresServer;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The control schema {@code ficus} in PostgreSQL, on one connection. Not thread-safe. The schema itself is a migration
 * history and must be up to date before this class is used.
 */
public final class Control implements AutoCloseable {
    private final Handle handle;

    private Control(Handle handle) {
        this.handle = handle;
    }

    /** Opens a connection of its own. */
    public static Control open(PostgresServer postgres) {
        return new Control(Jdbi.open(postgres.open()));
    }

    /** For the statements of the packages above; their tables stand in the control schema too. */
    public Handle handle() {
        return handle;
    }

    /** The domain as it stands now; a domain that was never touched is in phase legacy, epoch 1, and is not recorded. */
    public DomainState domain(String name) {
        return find(name).orElseGet(() -> new DomainState(name, Phase.LEGACY, 1));
    }

    /** Whether the journal has a change of phase that is neither finished nor undone. */
    public boolean changing(String name) {
        return handle.createQuery("SELECT EXISTS (SELECT 1 FROM ficus.journal"
                        + " WHERE domain = ? AND state IN ('open', 'committed'))")
                .bind(0, name)
                .mapTo(Boolean.class)
                .one();
    }

    /** Records a domain in phase legacy, unless it is recorded already. */
    public void register(String name) {
        handle.execute(
                "INSERT INTO ficus.domain (name, phase, epoch) VALUES (?, 'legacy', 1) ON CONFLICT DO NOTHING", name);
    }

    /**
     * Changes the phase by compare-and-set and returns the new state. Commits with the caller's transaction.
     *
     * @throws FicusException PHASE_CHANGED where the domain is no longer as {@code from} says
     */
    public DomainState changePhase(DomainState from, Phase to) {
        int changed = handle.execute(
                "UPDATE ficus.domain SET phase = ?, epoch = epoch + 1, changed_at = now()"
                        + " WHERE name = ? AND phase = ? AND epoch = ?",
                to.word(),
                from.name(),
                from.phase().word(),
                from.epoch());
        if (changed != 1) {
            throw new FicusException(
                    ErrorCode.PHASE_CHANGED,
                    "the domain is no longer in phase " + from.phase().word() + ", epoch " + from.epoch(),
                    "domain " + from.name(),
                    "look at it with: ficus status");
        }
        return new DomainState(from.name(), to, from.epoch() + 1);
    }

    @Override
    public void close() {
        handle.close();
    }

    private Optional<DomainState> find(String name) {
        return handle.createQuery("SELECT name, phase, epoch FROM ficus.domain WHERE name = ?")
                .bind(0, name)
                .map((row, context) -> new DomainState(row.getString(1), Phase.of(row.getString(2)), row.getLong(3)))
                .findOne();
    }
}
