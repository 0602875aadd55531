package dev.ficus.dualwrite.stream;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.Problem;
import dev.ficus.dualwrite.table.Quoted;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether the publication of the way back is the one that Ficus made, never changed since. A change that was taken back counts: what
 * was written in between was not sent, and nothing in the log says so.
 *
 * <p>The state is a hash of the numbers and of the {@code xmin} of the publication's rows in PostgreSQL's catalogs (its manual,
 * "System Columns": each version of a row has another one). It is kept in the publication's comment, which lives and dies with it.
 */
final class PublicationState {
    private static final String SQL = "SELECT obj_description(p.oid, 'pg_publication'),"
            + " to_hex(hashtextextended(concat(p.oid, '.', p.xmin, (SELECT string_agg(concat(' ', r.oid, '.', r.xmin), ''"
            + " ORDER BY r.oid) FROM pg_publication_rel r WHERE r.prpubid = p.oid)), 0))"
            + " FROM pg_publication p WHERE p.pubname = ?";

    private final @Nullable String comment;
    private final String state;

    private PublicationState(@Nullable String comment, String state) {
        this.comment = comment;
        this.state = state;
    }

    /** Writes down the state that the publication has now. */
    static void record(Connection connection, String domain) throws SQLException {
        Optional<PublicationState> now = read(connection, domain);
        if (now.isPresent()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("COMMENT ON PUBLICATION " + Quoted.postgres(ReverseSlot.publication(domain))
                        + " IS 'Ficus, the way back of a domain to MySQL. Do not change it. State " + now.get().state
                        + "'");
            }
        }
    }

    /** The publication was changed, or is gone; one without a comment is taken as it is. */
    static Optional<Problem> problem(Connection connection, String domain) throws SQLException {
        Optional<PublicationState> now = read(connection, domain);
        boolean same = now.isPresent() && now.get().isWhatTheCommentSays();
        return same ? Optional.empty() : Optional.of(changed(domain));
    }

    /**
     * Writes down the state where nobody has.
     *
     * @throws FicusException STREAM_POSITION_LOST where it is another than was written down
     */
    static void refuseIfChanged(Connection connection, String domain) throws SQLException {
        Optional<Problem> problem = problem(connection, domain);
        if (problem.isPresent()) {
            throw new FicusException(List.of(problem.get()), null);
        }
        if (read(connection, domain).filter(now -> now.comment == null).isPresent()) {
            record(connection, domain);
        }
    }

    private boolean isWhatTheCommentSays() {
        return comment == null || comment.endsWith(" " + state);
    }

    private static Optional<PublicationState> read(Connection connection, String domain) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SQL)) {
            statement.setString(1, ReverseSlot.publication(domain));
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? Optional.of(new PublicationState(row.getString(1), row.getString(2)))
                        : Optional.empty();
            }
        }
    }

    private static Problem changed(String domain) {
        String publication = Quoted.postgres(ReverseSlot.publication(domain));
        return new Problem(
                ErrorCode.STREAM_POSITION_LOST,
                "the publication was dropped or changed since Ficus made it, so changes may be missing in MySQL; what was missed"
                        + " does not come again",
                "PostgreSQL, publication " + publication,
                "make it again as it was, then take it as it is: COMMENT ON PUBLICATION " + publication
                        + " IS NULL; run ficus sync " + domain + ", and look for what is missing with: ficus verify "
                        + domain);
    }
}
