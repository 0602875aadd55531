package dev.ficus.cli.command;

import dev.ficus.cli.session.Session;
import dev.ficus.cli.strangler.VerificationResult;
import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.settings.StranglerSettings;
import dev.ficus.dualwrite.control.Strangler;
import dev.ficus.dualwrite.verify.Verification;
import dev.ficus.dualwrite.verify.VerificationOptions;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "verify",
        header = "Compares every row of a domain on both sides while the applications write.",
        footer = {
            "  ficus verify orders",
            "  ficus verify orders --list 100       name up to 100 differing rows of each table"
        })
final class VerifyCommand extends DomainCommand {
    @Option(
            names = "--list",
            paramLabel = "ROWS",
            order = 1,
            description = "How many differing rows of each table are named by their keys; 20 if not given.")
    private int listed = VerificationOptions.defaults().listed();

    @Option(
            names = "--chunk-rows",
            paramLabel = "ROWS",
            order = 2,
            description = "Rows that are read and compared at a time; 2000 if not given.")
    private int chunkRows = VerificationOptions.defaults().chunkRows();

    @Option(
            names = "--stream-timeout",
            paramLabel = "SECONDS",
            order = 3,
            description = "How long each wait for the stream may take; 30 if not given.")
    private long streamSeconds = VerificationOptions.defaults().streamPatience().toSeconds();

    @Override
    protected void check(Session session, StranglerSettings settings) {
        super.check(session, settings);
        if (listed < 0 || chunkRows < 1 || streamSeconds < 1) {
            throw new FicusException(
                    ErrorCode.USAGE_INVALID,
                    "a number is too small",
                    "ficus verify " + domain(),
                    "--list takes 0 or more, --chunk-rows and --stream-timeout take 1 or more");
        }
    }

    @Override
    protected int run(Session session, Strangler strangler) {
        VerificationOptions options = new VerificationOptions(
                chunkRows, listed, VerificationOptions.defaults().rounds(), Duration.ofSeconds(streamSeconds));
        VerificationResult result = VerificationResult.of(Verification.run(strangler, domain(), options));
        return session.console().finish(result, result.problems());
    }
}
