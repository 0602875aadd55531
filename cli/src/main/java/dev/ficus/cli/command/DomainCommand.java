package dev.ficus.cli.command;

import dev.ficus.cli.session.Session;
import dev.ficus.core.settings.StranglerSettings;
import picocli.CommandLine.Parameters;

/** A command about one domain. */
abstract class DomainCommand extends StranglerCommand {
    @Parameters(paramLabel = "DOMAIN", description = "A domain of ficus.yaml.")
    private String domain = "";

    final String domain() {
        return domain;
    }

    @Override
    protected void check(Session session, StranglerSettings settings) {
        settings.domain(domain);
    }
}
