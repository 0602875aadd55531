package dev.ficus.cli.command;

import dev.ficus.cli.session.Session;
import dev.ficus.cli.strangler.ConversionResult;
import dev.ficus.core.progress.StopSignal;
import dev.ficus.core.settings.StranglerSettings;
import dev.ficus.dualwrite.control.Hook;
import dev.ficus.dualwrite.control.Strangler;
import dev.ficus.dualwrite.schema.SchemaConversion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "convert",
        header = "Writes a change file that makes the domain's tables in PostgreSQL; runs nothing.",
        footer = {"  ficus schema convert orders", "  ficus migrate up --db primary        then apply it"})
final class SchemaConvertCommand extends SessionCommand {
    @Parameters(paramLabel = "DOMAIN", description = "A domain of ficus.yaml.")
    private String domain = "";

    @Override
    protected int run(Session session) {
        StranglerSettings settings = session.settings().requiredStrangler();
        Strangler strangler = new Strangler(settings, session.progress(), StopSignal.NEVER, Hook.NONE);
        return session.console()
                .finish(ConversionResult.of(SchemaConversion.convert(strangler, domain), settings.to()));
    }
}
