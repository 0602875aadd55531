package dev.ficus.dualwrite.control;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.jdbc.SqlFailures;
import java.sql.SQLException;
import org.jdbi.v3.core.JdbiException;

/** Turns what Jdbi throws into a failure of Ficus, by the server's error underneath. */
public final class ControlFailures {
    private ControlFailures() {}

    /** @param otherwise and {@code fix}: used where the server's error has no meaning of its own */
    public static FicusException translate(JdbiException e, String where, ErrorCode otherwise, String fix) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return SqlFailures.onStatement(sql, where, otherwise, fix);
            }
        }
        return new FicusException(ErrorCode.INTERNAL, String.valueOf(e.getMessage()), where, fix, e);
    }
}
