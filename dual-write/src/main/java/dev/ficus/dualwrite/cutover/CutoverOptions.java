package dev.ficus.dualwrite.cutover;

import java.time.Duration;
import java.util.Optional;

/**
 * How patient a cutover is.
 *
 * @param maxVerificationAge how old the last clean verification may be
 * @param maxLag how long a beat may take through the running stream before anything is fenced
 * @param maxTransactionAge an older open transaction on the side that is to be fenced refuses the cutover
 * @param fenceTimeout how long the fence is tried for while transactions stand in its way
 * @param drainTimeout how long the last changes may take through the stream, while writes wait
 * @param confirm the name of the domain, typed by the user, for a step that cannot be taken back
 */
public record CutoverOptions(
        Duration maxVerificationAge,
        Duration maxLag,
        Duration maxTransactionAge,
        Duration fenceTimeout,
        Duration drainTimeout,
        Optional<String> confirm) {

    /** A verification of the last hour, a lag of 5 s, transactions of 10 s, 10 s for the fence and for draining. */
    public static CutoverOptions defaults() {
        return new CutoverOptions(
                Duration.ofHours(1),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Optional.empty());
    }

    /** With the domain's name as the user typed it. */
    public CutoverOptions confirmedBy(String typed) {
        return new CutoverOptions(
                maxVerificationAge, maxLag, maxTransactionAge, fenceTimeout, drainTimeout, Optional.of(typed));
    }
}
