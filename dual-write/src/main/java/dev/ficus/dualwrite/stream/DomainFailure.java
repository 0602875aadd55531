package dev.ficus.dualwrite.stream;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.dualwrite.control.ControlFailures;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives whatever ends a session of a stream a code, so that the domain's runner can decide what follows. */
final class DomainFailure {
    private static final Logger LOG = LoggerFactory.getLogger(DomainFailure.class);

    private DomainFailure() {}

    /** INTERNAL for what nobody expected, such as a bug or a memory that is full; its stack trace goes to the log. */
    static FicusException of(Throwable failure, String domain) {
        if (failure instanceof FicusException known) {
            return known;
        }
        if (failure instanceof JdbiException database) {
            return ControlFailures.translate(
                    database, "domain " + domain, ErrorCode.CONNECTION_LOST, "check PostgreSQL");
        }
        LOG.error("unexpected failure in domain {}", domain, failure);
        return new FicusException(
                ErrorCode.INTERNAL,
                "unexpected " + failure,
                "domain " + domain,
                "this is a bug of Ficus: report it with what ficus sync " + domain
                        + " -v prints; the batch in work was rolled back, and the stream can be started again",
                failure);
    }
}
