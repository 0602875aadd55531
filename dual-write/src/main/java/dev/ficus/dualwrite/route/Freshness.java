package dev.ficus.dualwrite.route;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.dualwrite.control.Beats;
import dev.ficus.dualwrite.control.Checkpoints;
import dev.ficus.dualwrite.control.Direction;
import dev.ficus.dualwrite.control.Owner;
import dev.ficus.dualwrite.control.Patience;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** Waits until MySQL has what PostgreSQL has committed, by a beat through the reverse stream. */
record Freshness(String domain, Sides sides) {
    private static final Duration GAP = Duration.ofMillis(5);

    void await(Patience patience) throws SQLException {
        long beat = send();
        try (Connection mysql = sides.open(Owner.MYSQL)) {
            while (!applied(mysql, beat)) {
                if (patience.over()) {
                    throw new FicusException(
                            ErrorCode.TIMED_OUT,
                            "MySQL does not have the newest writes after "
                                    + patience.timeout().toMillis() + " ms",
                            "domain " + domain,
                            "look at the reverse stream with: ficus status");
                }
                patience.nap(GAP);
            }
        }
    }

    private long send() throws SQLException {
        try (Connection postgres = sides.open(Owner.POSTGRES)) {
            return Beats.send(postgres, domain);
        }
    }

    /** In auto-commit mode, so that each look is a new snapshot. */
    private boolean applied(Connection mysql, long beat) throws SQLException {
        mysql.setAutoCommit(true);
        return Checkpoints.read(mysql, domain, Direction.REVERSE)
                .filter(checkpoint -> checkpoint.beat() >= beat)
                .isPresent();
    }
}
