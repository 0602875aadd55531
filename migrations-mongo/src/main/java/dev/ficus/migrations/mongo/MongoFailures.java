package dev.ficus.migrations.mongo;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.MongoWriteException;
import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.settings.DatabaseSettings;
import java.util.Set;

/**
 * Tells apart why MongoDB refused, by error code.
 * Source: MongoDB manual, "Error Codes".
 */
final class MongoFailures {
    private static final Set<Integer> RIGHT_MISSING = Set.of(13, 8000);
    private static final int LOGIN_REFUSED = 18;
    /** BadValue, FailedToParse, Unauthorized, TypeMismatch, CommandNotFound, InvalidOptions, InvalidNamespace. */
    private static final Set<Integer> REFUSED_BEFORE_IT_BEGAN = Set.of(2, 9, 13, 14, 59, 72, 73);

    private MongoFailures() {}

    /** A failure outside of a change. */
    static FicusException of(MongoException e, DatabaseSettings database) {
        if (e instanceof MongoSecurityException || e.getCode() == LOGIN_REFUSED) {
            return new FicusException(
                    ErrorCode.LOGIN_REFUSED,
                    "the server refused the login of user " + database.user().orElse("(none)"),
                    database.toString(),
                    "correct user and password of database " + database.name() + " in ficus.yaml",
                    e);
        }
        if (isRightMissing(e)) {
            return new FicusException(
                    ErrorCode.RIGHT_MISSING,
                    "a right is missing: " + words(e),
                    "the history of database " + database.name(),
                    "grant it (docs/reference/rights.md lists what Ficus needs), then run the command again",
                    e);
        }
        if (e instanceof MongoTimeoutException || e instanceof MongoSocketException) {
            return new FicusException(
                    ErrorCode.CANNOT_CONNECT,
                    "no connection: no server answered",
                    database.toString(),
                    "check that the server runs and that host and port in the url are right",
                    e);
        }
        return new FicusException(
                ErrorCode.HISTORY_UNREADABLE,
                words(e),
                "the history of database " + database.name(),
                "check the collections of the history (docs/reference/histories.md lists them)",
                e);
    }

    /** True where the user lacks a right that the command needs. */
    static boolean isRightMissing(MongoException e) {
        return RIGHT_MISSING.contains(e.getCode());
    }

    /** True where the user may not do what a step asks for. */
    static boolean isRightMissing(Throwable failure) {
        return failure instanceof MongoException e && RIGHT_MISSING.contains(e.getCode());
    }

    /** What the server said, on one line, without the addresses and replies that the driver adds. */
    static String words(Throwable failure) {
        if (failure instanceof MongoCommandException command) {
            return "error " + command.getErrorCode() + ": " + oneLine(command.getErrorMessage());
        }
        if (failure instanceof StepFailure step) {
            return oneLine(String.valueOf(step.getMessage()));
        }
        if (failure instanceof MongoWriteException write) {
            return "error " + write.getCode() + ": "
                    + oneLine(write.getError().getMessage().replaceFirst(" dup key:.*", ""));
        }
        if (failure instanceof UnitFailure unit && unit.getCause() != null) {
            return unit.getCause() instanceof MongoException
                    ? words(unit.getCause())
                    : oneLine(unit.getCause().toString());
        }
        return failure instanceof MongoTimeoutException || failure instanceof MongoSocketException
                ? "the connection broke"
                : oneLine(String.valueOf(failure.getMessage()));
    }

    /** True where the server refused a command as such, so that none of its writes happened. */
    static boolean refusedBeforeItBegan(Throwable failure) {
        if (failure instanceof StepFailure step) {
            return step.written() == 0 && REFUSED_BEFORE_IT_BEGAN.contains(step.code());
        }
        return failure instanceof MongoCommandException command
                && REFUSED_BEFORE_IT_BEGAN.contains(command.getErrorCode());
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
