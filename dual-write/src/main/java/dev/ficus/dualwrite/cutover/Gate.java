package dev.ficus.dualwrite.cutover;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.Problem;
import java.util.Optional;

/**
 * A condition that must hold before anything is fenced.
 *
 * @param name what it is about
 * @param finding today's figure
 * @param refusal why the cutover is refused; empty where the gate is open
 */
public record Gate(String name, String finding, Optional<Problem> refusal) {

    static Gate open(String name, String finding) {
        return new Gate(name, finding, Optional.empty());
    }

    static Gate refused(String name, String what, String where, String fix) {
        return new Gate(name, what, Optional.of(new Problem(ErrorCode.GATE_REFUSED, what, where, fix)));
    }
}
