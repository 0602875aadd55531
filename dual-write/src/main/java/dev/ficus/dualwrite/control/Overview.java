package dev.ficus.dualwrite.control;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.jdbc.SqlFailures;
import dev.ficus.core.settings.DomainSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Where every domain of {@code ficus.yaml} stands. Reads only. */
public final class Overview {
    /**
     * One domain.
     *
     * @param checkpoint of the stream of its phase; empty where the phase has none
     * @param diverged how many changes that stream counted that did not fit
     */
    public record Entry(DomainSettings domain, DomainState state, Optional<Checkpoint> checkpoint, long diverged) {
        /** A domain without such changes. */
        public Entry(DomainSettings domain, DomainState state, Optional<Checkpoint> checkpoint) {
            this(domain, state, checkpoint, 0);
        }
    }

    private Overview() {}

    /**
     * The domains in the order of the file.
     *
     * @param controlled false where the control schema is not there yet, so that every domain is in phase legacy
     * @throws FicusException CANNOT_CONNECT and its like
     */
    public static List<Entry> read(Strangler strangler, boolean controlled) {
        List<DomainSettings> domains = strangler.settings().domains();
        if (!controlled) {
            return domains.stream()
                    .map(domain -> new Entry(domain, new DomainState(domain.name(), Phase.LEGACY, 1), Optional.empty()))
                    .toList();
        }
        try (Control control = Control.open(strangler.postgres());
                Connection postgres = strangler.postgres().open();
                Connection mysql = strangler.mysql().open()) {
            return domains.stream()
                    .map(domain -> entry(domain, control.domain(domain.name()), mysql, postgres))
                    .toList();
        } catch (SQLException e) {
            throw failure(e, "the control schema");
        }
    }

    /** A stream's checkpoint is in its target. */
    private static Entry entry(DomainSettings domain, DomainState state, Connection mysql, Connection postgres) {
        Optional<Direction> direction = state.phase().stream();
        if (direction.isEmpty()) {
            return new Entry(domain, state, Optional.empty());
        }
        Connection target = direction.get() == Direction.FORWARD ? postgres : mysql;
        Optional<Checkpoint> checkpoint = checkpoint(target, domain.name(), direction.get());
        long diverged = checkpoint.map(stream -> diverged(target, stream)).orElse(0L);
        return new Entry(domain, state, checkpoint, diverged);
    }

    private static Optional<Checkpoint> checkpoint(Connection target, String domain, Direction direction) {
        try {
            return Checkpoints.read(target, domain, direction);
        } catch (SQLException e) {
            throw failure(e, "the checkpoint of domain " + domain);
        }
    }

    private static long diverged(Connection target, Checkpoint stream) {
        try {
            return Divergences.count(target, stream);
        } catch (SQLException e) {
            throw failure(e, "the divergence of domain " + stream.domain());
        }
    }

    private static FicusException failure(SQLException e, String where) {
        return SqlFailures.onStatement(
                e, where, ErrorCode.CONNECTION_LOST, "check the server, then run the command again");
    }
}
