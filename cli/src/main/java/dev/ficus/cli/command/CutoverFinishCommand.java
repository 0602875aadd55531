package dev.ficus.cli.command;

import dev.ficus.cli.session.Session;
import dev.ficus.cli.strangler.CutoverResult;
import dev.ficus.dualwrite.control.Strangler;
import dev.ficus.dualwrite.cutover.Cutover;
import dev.ficus.dualwrite.cutover.CutoverOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "finish",
        header = "Ends the way back: the domain is retired from MySQL. Cannot be taken back.",
        footer = "  ficus cutover finish orders --confirm orders")
final class CutoverFinishCommand extends DomainCommand {
    @Option(
            names = "--confirm",
            paramLabel = "DOMAIN",
            order = 1,
            description = "The domain's name once more: after this there is no way back.")
    @Nullable
    private String confirmed;

    @Mixin
    private CutoverPatience patience = new CutoverPatience();

    @Override
    protected int run(Session session, Strangler strangler) {
        CutoverOptions options = patience.options();
        return session.console()
                .finish(CutoverResult.of(Cutover.finish(
                        strangler, domain(), confirmed == null ? options : options.confirmedBy(confirmed))));
    }
}
