package dev.ficus.cli.command;

import dev.ficus.cli.session.Session;
import dev.ficus.core.settings.StranglerSettings;
import dev.ficus.dualwrite.control.Phase;
import dev.ficus.dualwrite.cutover.CutoverOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command about the change of a domain to a phase. */
abstract class PhaseChangeCommand extends DomainCommand {
    @Option(
            names = "--to",
            paramLabel = "PHASE",
            required = true,
            order = 1,
            description = "legacy, mirroring, dual-write, postgres or retired.")
    private String to = "";

    @Mixin
    private CutoverPatience patience = new CutoverPatience();

    @Override
    protected void check(Session session, StranglerSettings settings) {
        super.check(session, settings);
        Phase.of(to);
    }

    final Phase to() {
        return Phase.of(to);
    }

    final CutoverOptions options() {
        return patience.options();
    }
}
