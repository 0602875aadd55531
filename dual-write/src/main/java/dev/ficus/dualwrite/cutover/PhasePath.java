package dev.ficus.dualwrite.cutover;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.dualwrite.control.DomainState;
import dev.ficus.dualwrite.control.Phase;
import java.util.ArrayList;
import java.util.List;

/** The commands that lead from one phase to another, neighbour by neighbour. */
final class PhasePath {
    private PhasePath() {}

    /** The error for a phase that a command does not reach, with the way there. */
    static FicusException unreachable(DomainState state, Phase to, String command) {
        return new FicusException(
                ErrorCode.PHASE_UNREACHABLE,
                state.phase() == to
                        ? "the domain is in phase " + to.word() + " already"
                        : "cutover " + command + " does not lead from phase "
                                + state.phase().word() + " to " + to.word(),
                "domain " + state.name(),
                way(state, to));
    }

    private static String way(DomainState state, Phase to) {
        if (state.phase() == to) {
            return "look at it with: ficus cutover status " + state.name();
        }
        if (state.phase() == Phase.RETIRED) {
            return "there is no way back from retired: MySQL no longer has the newest rows";
        }
        return "the way is: " + String.join(", then ", commands(state.name(), state.phase(), to));
    }

    private static List<String> commands(String domain, Phase from, Phase to) {
        List<String> commands = new ArrayList<>();
        Phase at = from;
        while (at != to) {
            boolean forward = to.compareTo(at) > 0;
            Phase next = Phase.values()[at.ordinal() + (forward ? 1 : -1)];
            commands.add(forward ? ahead(domain, next) : "ficus cutover rollback " + domain + " --to " + next.word());
            at = next;
        }
        return commands;
    }

    private static String ahead(String domain, Phase next) {
        return switch (next) {
            case MIRRORING -> "ficus backfill " + domain;
            case RETIRED -> "ficus cutover finish " + domain + " --confirm " + domain;
            default -> "ficus cutover run " + domain + " --to " + next.word();
        };
    }
}
