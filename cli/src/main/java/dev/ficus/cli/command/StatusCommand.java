package dev.ficus.cli.command;

import dev.ficus.cli.session.Session;
import dev.ficus.cli.strangler.DomainsResult;
import dev.ficus.cli.wiring.ControlSchema;
import dev.ficus.core.progress.StopSignal;
import dev.ficus.core.settings.StranglerSettings;
import dev.ficus.dualwrite.control.Hook;
import dev.ficus.dualwrite.control.Overview;
import dev.ficus.dualwrite.control.Strangler;
import java.time.Instant;
import picocli.CommandLine.Command;

@Command(
        name = "status",
        header = "Shows where each domain stands: its phase, its owner, and how far its stream is behind.",
        footer = {"  ficus status", "  ficus status -o json"})
final class StatusCommand extends SessionCommand {
    @Override
    protected int run(Session session) {
        StranglerSettings settings = session.settings().requiredStrangler();
        Strangler strangler = new Strangler(settings, session.progress(), StopSignal.NEVER, Hook.NONE);
        boolean controlled = ControlSchema.present(settings);
        return session.console().finish(DomainsResult.of(Overview.read(strangler, controlled), Instant.now()));
    }
}
