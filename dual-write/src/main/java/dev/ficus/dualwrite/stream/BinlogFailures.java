package dev.ficus.dualwrite.stream;

import com.github.shyiko.mysql.binlog.network.AuthenticationException;
import com.github.shyiko.mysql.binlog.network.ServerException;
import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.dualwrite.control.BinlogPosition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;

/** Says what a failure of the binlog connection means and what to do. */
final class BinlogFailures {
    /** ER_MASTER_FATAL_ERROR_READING_BINLOG: the position is not, or no longer, in the server's logs. */
    private static final int FATAL_READING_BINLOG = 1236;

    private static final int RIGHT_MISSING = 1227;
    private static final int ACCESS_DENIED = 1045;

    private final DatabaseSettings settings;
    private final BinlogRefusal refusal;

    BinlogFailures(DatabaseSettings settings, BinlogRefusal refusal) {
        this.settings = settings;
        this.refusal = refusal;
    }

    FicusException of(Throwable cause, BinlogPosition at) {
        if (cause instanceof FicusException known) {
            return known;
        }
        if (cause instanceof UncheckedIOException unchecked) {
            return of(Objects.requireNonNull(unchecked.getCause()), at);
        }
        if (cause instanceof ServerException refused) {
            return refused(refused, at);
        }
        if (cause instanceof IOException) {
            return failure(
                    ErrorCode.CONNECTION_LOST, "the binlog connection broke: " + text(cause), at, again(), cause);
        }
        return failure(
                ErrorCode.INTERNAL,
                "the binlog could not be read: " + cause,
                at,
                "report it with the log; the stream has applied nothing wrong and can be started again",
                cause);
    }

    private FicusException refused(ServerException e, BinlogPosition at) {
        if (e instanceof AuthenticationException || e.getErrorCode() == ACCESS_DENIED) {
            return failure(
                    ErrorCode.LOGIN_REFUSED,
                    "the server refused the login of user " + settings.user().orElse("(none)"),
                    at,
                    "correct user and password of database " + settings.name() + " in ficus.yaml",
                    e);
        }
        if (e.getErrorCode() == RIGHT_MISSING) {
            return failure(
                    ErrorCode.RIGHT_MISSING,
                    "a right is missing: " + text(e),
                    at,
                    "GRANT REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO the user of database " + settings.name(),
                    e);
        }
        if (e.getErrorCode() == FATAL_READING_BINLOG
                && !text(e).contains("server_id")
                && !text(e).contains("server_uuid")) {
            return failure(
                    ErrorCode.STREAM_POSITION_LOST,
                    "the server no longer has this place of its binlog: " + text(e),
                    at,
                    "copy the domain again: " + refusal.restart(),
                    e);
        }
        return failure(ErrorCode.CONNECTION_LOST, "the server ended the binlog: " + text(e), at, again(), e);
    }

    private FicusException failure(ErrorCode code, String what, BinlogPosition at, String fix, Throwable cause) {
        return new FicusException(code, what, refusal.where(at), fix, cause);
    }

    private static String again() {
        return "check the server; the stream goes on at its checkpoint when it is started again";
    }

    private static String text(Throwable e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
