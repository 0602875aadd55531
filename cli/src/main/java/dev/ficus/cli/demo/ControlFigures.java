package dev.ficus.cli.demo;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.jdbc.SqlFailures;
import dev.ficus.core.settings.StranglerSettings;
import dev.ficus.dualwrite.connect.MysqlServer;
import dev.ficus.dualwrite.connect.PostgresServer;
import dev.ficus.dualwrite.control.Checkpoint;
import dev.ficus.dualwrite.control.Checkpoints;
import dev.ficus.dualwrite.control.Direction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads from the control schema what the commands have recorded there. */
record ControlFigures(StranglerSettings settings) implements StreamTally.Source {
    /** How a step of the journal says that a stream ended; the same for both directions. */
    private static final Pattern STREAM_ENDED =
            Pattern.compile("(?:forward|reverse) stream ended at .* with (\\d+) changes.*");

    /** The write pause of the domain's newest cutover, in milliseconds. */
    long lastPauseMillis(String domain) {
        return number(
                "SELECT coalesce(pause_ms, 0) FROM ficus.journal WHERE domain = ? ORDER BY id DESC LIMIT 1", domain);
    }

    /** Differences that all verifications of the domain have found. */
    long differences(String domain) {
        return number("SELECT coalesce(sum(differences), 0) FROM ficus.verification WHERE domain = ?", domain);
    }

    /** The checkpoint of a stream, from the side that it applies to. */
    Optional<Checkpoint> checkpoint(String domain, Direction direction) {
        try (Connection target = direction == Direction.FORWARD
                ? new PostgresServer(settings.to()).open()
                : new MysqlServer(settings.from()).open()) {
            return Checkpoints.read(target, domain, direction);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    @Override
    public List<Long> endedStreams(String domain) {
        String sql = "SELECT step.detail FROM ficus.journal_step step JOIN ficus.journal ON journal.id = step.journal"
                + " WHERE journal.domain = ? AND journal.state = 'finished' ORDER BY step.journal, step.number";
        List<Long> ended = new ArrayList<>();
        try (Connection connection = new PostgresServer(settings.to()).open();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, domain);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    changesAtEnd(rows.getString(1)).ifPresent(ended::add);
                }
            }
            return ended;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    @Override
    public long lastStream(String domain) {
        return checkpoint(domain, Direction.REVERSE).map(Checkpoint::changes).orElse(0L);
    }

    static Optional<Long> changesAtEnd(String detail) {
        Matcher ended = STREAM_ENDED.matcher(detail);
        return ended.matches() ? Optional.of(Long.parseLong(ended.group(1))) : Optional.empty();
    }

    private long number(String sql, String domain) {
        try (Connection connection = new PostgresServer(settings.to()).open();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, domain);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private static RuntimeException failed(SQLException e) {
        return SqlFailures.onStatement(
                e, "the control schema", ErrorCode.CONNECTION_LOST, "look at the logs of the servers");
    }
}
