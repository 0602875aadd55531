package dev.ficus.dualwrite.verify;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.jdbc.SqlFailures;
import dev.ficus.core.settings.DomainSettings;
import dev.ficus.dualwrite.control.Control;
import dev.ficus.dualwrite.control.ControlFailures;
import dev.ficus.dualwrite.control.Strangler;
import java.sql.Connection;
import java.sql.SQLException;
import org.jdbi.v3.core.JdbiException;

/**
 * Compares all rows and columns of a domain on both sides, while the applications write and the stream runs.
 * Differences are a result, not an error. Reads only, except for beats and the record of its result.
 */
public final class Verification {
    private static final String FIX = "correct the cause, then run it again: ficus verify ";

    private Verification() {}

    /**
     * @throws FicusException STREAM_NOT_RUNNING where the domain's phase has a stream and nobody runs it;
     *     BACKFILL_REQUIRED where there is no complete copy; TABLE_MISMATCH; PHASE_CHANGED where a cutover came between;
     *     INTERRUPTED at a chunk's boundary
     */
    public static VerificationReport run(Strangler strangler, String domainName, VerificationOptions options) {
        DomainSettings domain = strangler.domain(domainName);
        String where = "verification of domain " + domainName;
        try (Control control = Control.open(strangler.postgres());
                Connection mysql = strangler.mysql().open();
                Connection postgres = strangler.postgres().open()) {
            return new VerificationRun(strangler, domain, options, control, mysql, postgres).run();
        } catch (SQLException e) {
            throw SqlFailures.onStatement(e, where, ErrorCode.TABLE_MISMATCH, FIX + domainName);
        } catch (JdbiException e) {
            throw ControlFailures.translate(e, where, ErrorCode.TABLE_MISMATCH, FIX + domainName);
        }
    }
}
