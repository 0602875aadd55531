package dev.ficus.dualwrite.backfill;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.dualwrite.connect.MysqlServer;
import dev.ficus.dualwrite.control.Beats;
import dev.ficus.dualwrite.control.Strangler;
import dev.ficus.dualwrite.stream.MysqlPosition;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Waits until a replica of MySQL has everything that the primary had at the start position. A beat is committed on the
 * primary behind that position; a replica that shows it has executed what came before, with GTIDs and without, and a
 * server that is no replica of this primary never shows it.
 */
final class ReplicaWait {
    private static final long LOOK_MILLIS = 100;

    private final Strangler strangler;
    private final String domain;
    private final Duration patience;

    ReplicaWait(Strangler strangler, String domain, Duration patience) {
        this.strangler = strangler;
        this.domain = domain;
        this.patience = patience;
    }

    /**
     * Sends a beat and waits for it.
     *
     * @param primary not inside a transaction
     * @return the identity of the server that has it
     * @throws FicusException REPLICA_BEHIND where the beat does not arrive in time
     */
    String await(Connection primary, MysqlServer replica) throws SQLException {
        long wanted = Beats.send(primary, domain);
        strangler.progress().step(domain, "waiting for the replica to reach the start position");
        long end = System.nanoTime() + patience.toNanos();
        try (Connection connection = replica.open()) {
            while (beat(connection) < wanted) {
                if (strangler.stop().requested()) {
                    throw CopyRun.stopped(domain);
                }
                if (System.nanoTime() > end) {
                    throw behind(replica);
                }
                Thread.sleep(LOOK_MILLIS);
            }
            return MysqlPosition.server(connection);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CopyRun.stopped(domain);
        }
    }

    private long beat(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT beat FROM ficus.beat WHERE domain = ?")) {
            statement.setString(1, domain);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    private FicusException behind(MysqlServer replica) {
        return new FicusException(
                ErrorCode.REPLICA_BEHIND,
                "a row that was committed on the primary did not reach the replica within " + patience.toSeconds()
                        + " s",
                replica.settings().toString(),
                "look at SHOW REPLICA STATUS there; the database ficus must be replicated too. Or read from the primary:"
                        + " leave --replica out");
    }
}
