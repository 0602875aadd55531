package dev.ficus.cli.command;

import dev.ficus.cli.session.Session;
import dev.ficus.cli.strangler.CutoverStatusResult;
import dev.ficus.dualwrite.control.Strangler;
import dev.ficus.dualwrite.cutover.Cutover;
import picocli.CommandLine.Command;

@Command(
        name = "status",
        header = "Shows a domain's phase, its fences and its last change of phase, as the servers have them.",
        footer = "  ficus cutover status orders")
final class CutoverStatusCommand extends DomainCommand {
    @Override
    protected int run(Session session, Strangler strangler) {
        return session.console().finish(CutoverStatusResult.of(Cutover.status(strangler, domain())));
    }
}
