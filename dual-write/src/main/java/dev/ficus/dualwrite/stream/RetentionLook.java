package dev.ficus.dualwrite.stream;

import dev.ficus.core.settings.DomainSettings;
import dev.ficus.dualwrite.control.Checkpoint;
import dev.ficus.dualwrite.control.Checkpoints;
import dev.ficus.dualwrite.control.Control;
import dev.ficus.dualwrite.control.Direction;
import dev.ficus.dualwrite.control.DomainState;
import dev.ficus.dualwrite.control.Strangler;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * One look at how long the source of a domain's stream still keeps what the stream needs, on connections of its own. It asks
 * no runner: a stream that is stopped, waits for a server, or has failed needs its log all the same.
 */
final class RetentionLook {
    /** A server that stands still must not hold up the looks at other domains for ever. */
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final Strangler strangler;

    RetentionLook(Strangler strangler) {
        this.strangler = strangler;
    }

    /** Nothing in a phase without a stream, and while the domain moves on. */
    Retention at(DomainSettings domain) throws SQLException {
        try (Control control = Control.open(strangler.postgres())) {
            Connection postgres = patient(control.handle().getConnection());
            DomainState state = control.domain(domain.name());
            Optional<Direction> direction = state.phase().stream();
            if (direction.isEmpty()) {
                return Retention.NONE;
            }
            Retention found = direction.get() == Direction.FORWARD
                    ? forward(postgres, domain)
                    : PostgresRetention.of(
                            postgres,
                            new ReverseSlot(strangler.postgres(), domain.name()).name(postgres),
                            domain.name());
            boolean moved = !control.domain(domain.name()).equals(state);
            return moved ? Retention.NONE : found;
        }
    }

    private Retention forward(Connection postgres, DomainSettings domain) throws SQLException {
        Optional<Checkpoint> checkpoint = Checkpoints.read(postgres, domain.name(), Direction.FORWARD);
        if (checkpoint.isEmpty()) {
            return Retention.NONE;
        }
        try (Connection mysql = strangler.mysql().open()) {
            return MysqlRetention.of(patient(mysql), checkpoint.get());
        }
    }

    private static Connection patient(Connection connection) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, (int) ANSWER.toMillis());
        return connection;
    }
}
