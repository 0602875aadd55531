package dev.ficus.dualwrite.route;

import dev.ficus.dualwrite.control.MysqlFence;
import dev.ficus.dualwrite.control.PostgresFence;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A transaction was refused by a fence and is rolled back. */
final class FencedOff extends Exception {
    private final SQLException refusal;

    FencedOff(SQLException refusal) {
        super(refusal);
        this.refusal = refusal;
    }

    /** What the server said. */
    SQLException refusal() {
        return refusal;
    }

    /** The refusal of a fence among the causes of an exception, which the application may have wrapped. */
    static Optional<SQLException> in(@Nullable Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException e && (MysqlFence.refused(e) || PostgresFence.refused(e))) {
                return Optional.of(e);
            }
        }
        return Optional.empty();
    }
}
