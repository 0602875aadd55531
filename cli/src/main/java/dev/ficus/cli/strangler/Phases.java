package dev.ficus.cli.strangler;

import dev.ficus.dualwrite.control.Phase;

/** The order of the phases, by their words. */
final class Phases {
    private Phases() {}

    static boolean forward(String from, String to) {
        return Phase.of(to).compareTo(Phase.of(from)) > 0;
    }
}
