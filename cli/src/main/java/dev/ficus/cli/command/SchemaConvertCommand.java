package dev.ficus.cli.command;

import dev.ficus.cli.session.Session;
import dev.ficus.cli.strangler.ConversionResult;
import dev.ficus.core.error.Problem;
import dev.ficus.core.progress.StopSignal;
import dev.ficus.core.settings.StranglerSettings;
import dev.ficus.dualwrite.control.Hook;
import dev.ficus.dualwrite.control.Strangler;
import dev.ficus.dualwrite.schema.SchemaConversion;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "convert",
        header = "Writes change files for the domain's tables in PostgreSQL, or what changed; runs nothing.",
        footer = {
            "  ficus schema convert orders",
            "  ficus schema convert orders --html report.html",
            "  ficus migrate up --db primary        then apply them"
        })
final class SchemaConvertCommand extends SessionCommand {
    @Parameters(paramLabel = "DOMAIN", description = "A domain of ficus.yaml.")
    private String domain = "";

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Also write what was not carried over one to one as a page to read.")
    @Nullable
    private Path html;

    @Override
    protected int run(Session session) {
        StranglerSettings settings = session.settings().requiredStrangler();
        Strangler strangler = new Strangler(settings, session.progress(), StopSignal.NEVER, Hook.NONE);
        ConversionResult result = ConversionResult.of(SchemaConversion.convert(strangler, domain), settings.to());
        List<Problem> problems =
                ReportFiles.file("--html", html, result::html).stream().toList();
        return session.console().finish(result, problems);
    }
}
