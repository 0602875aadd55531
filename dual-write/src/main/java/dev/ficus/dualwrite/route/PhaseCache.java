package dev.ficus.dualwrite.route;

import dev.ficus.dualwrite.control.DomainState;
import dev.ficus.dualwrite.control.Owner;
import dev.ficus.dualwrite.control.Phase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is known of a domain's phase. Thread-safe. */
final class PhaseCache {
    private static final Logger LOG = LoggerFactory.getLogger(PhaseCache.class);

    private record Known(DomainState state, long readAt) {}

    private final String domain;
    private final Sides sides;
    private final long trustedNanos;
    private volatile @Nullable Known known;

    PhaseCache(String domain, Sides sides, Duration trusted) {
        this.domain = domain;
        this.sides = sides;
        this.trustedNanos = trusted.toNanos();
    }

    /**
     * The state, read again where it is too old. Where PostgreSQL does not answer, the old one is used on, so that a
     * domain that lives in MySQL does not fail with PostgreSQL: the fences keep that safe.
     */
    DomainState state() throws SQLException {
        Known last = known;
        if (last == null) {
            return refresh();
        }
        if (System.nanoTime() - last.readAt < trustedNanos) {
            return last.state;
        }
        try {
            return refresh();
        } catch (SQLException e) {
            LOG.warn(
                    "phase of domain {} cannot be read, going on with {}",
                    domain,
                    last.state.phase().word(),
                    e);
            known = new Known(last.state, System.nanoTime());
            return last.state;
        }
    }

    /** Reads the state now. */
    DomainState refresh() throws SQLException {
        long now = System.nanoTime();
        DomainState state = read();
        known = new Known(state, now);
        return state;
    }

    private DomainState read() throws SQLException {
        try (Connection connection = sides.open(Owner.POSTGRES);
                PreparedStatement statement =
                        connection.prepareStatement("SELECT phase, epoch FROM ficus.domain WHERE name = ?")) {
            statement.setString(1, domain);
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? new DomainState(domain, Phase.of(row.getString(1)), row.getLong(2))
                        : new DomainState(domain, Phase.LEGACY, 1);
            } finally {
                endTransaction(connection);
            }
        }
    }

    /** A pool may hand out connections that are not in auto-commit mode. */
    private static void endTransaction(Connection connection) throws SQLException {
        if (!connection.getAutoCommit()) {
            connection.rollback();
        }
    }
}
