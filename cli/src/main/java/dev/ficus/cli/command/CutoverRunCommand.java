package dev.ficus.cli.command;

import dev.ficus.cli.session.Session;
import dev.ficus.cli.strangler.CutoverResult;
import dev.ficus.dualwrite.control.Strangler;
import dev.ficus.dualwrite.cutover.Cutover;
import picocli.CommandLine.Command;

@Command(
        name = "run",
        header = "Goes forward to the next phase, or leaves everything as it was.",
        footer = {"  ficus cutover run orders --to dual-write", "  ficus cutover run orders --to postgres"})
final class CutoverRunCommand extends PhaseChangeCommand {
    @Override
    protected int run(Session session, Strangler strangler) {
        return session.console().finish(CutoverResult.of(Cutover.run(strangler, domain(), to(), options())));
    }
}
