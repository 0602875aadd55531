package dev.ficus.cli.command;

import dev.ficus.cli.session.Session;
import dev.ficus.cli.strangler.CutoverResult;
import dev.ficus.dualwrite.control.Strangler;
import dev.ficus.dualwrite.cutover.Cutover;
import picocli.CommandLine.Command;

@Command(
        name = "rollback",
        header = "Goes back to the phase before, with every write kept, or leaves everything as it was.",
        footer = {
            "  ficus cutover rollback orders --to mirroring",
            "  ficus cutover rollback orders --to legacy      gives the copy up"
        })
final class CutoverRollbackCommand extends PhaseChangeCommand {
    @Override
    protected int run(Session session, Strangler strangler) {
        return session.console().finish(CutoverResult.of(Cutover.rollback(strangler, domain(), to(), options())));
    }
}
