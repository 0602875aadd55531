package dev.ficus.cli.command;

import dev.ficus.dualwrite.cutover.CutoverOptions;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that say how patient a cutover is, all in seconds. */
final class CutoverPatience {
    private static final CutoverOptions DEFAULTS = CutoverOptions.defaults();

    @Option(
            names = "--max-verification-age",
            paramLabel = "SECONDS",
            order = 10,
            description = "How old the last clean verification may be; 3600 if not given.")
    private long verificationAge = DEFAULTS.maxVerificationAge().toSeconds();

    @Option(
            names = "--max-lag",
            paramLabel = "SECONDS",
            order = 11,
            description = "How long a change may take through the stream before anything is fenced; 5 if not given.")
    private long lag = DEFAULTS.maxLag().toSeconds();

    @Option(
            names = "--max-transaction-age",
            paramLabel = "SECONDS",
            order = 12,
            description = "An older open transaction refuses the cutover; 10 if not given.")
    private long transactionAge = DEFAULTS.maxTransactionAge().toSeconds();

    @Option(
            names = "--fence-timeout",
            paramLabel = "SECONDS",
            order = 13,
            description = "How long the fence is tried for while transactions stand in its way; 10 if not given.")
    private long fenceTimeout = DEFAULTS.fenceTimeout().toSeconds();

    @Option(
            names = "--drain-timeout",
            paramLabel = "SECONDS",
            order = 14,
            description = "How long the last changes may take, while writes wait; 10 if not given.")
    private long drainTimeout = DEFAULTS.drainTimeout().toSeconds();

    CutoverOptions options() {
        return new CutoverOptions(
                Duration.ofSeconds(verificationAge),
                Duration.ofSeconds(lag),
                Duration.ofSeconds(transactionAge),
                Duration.ofSeconds(fenceTimeout),
                Duration.ofSeconds(drainTimeout),
                Optional.empty());
    }
}
