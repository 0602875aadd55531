package dev.ficus.cli.command;

import dev.ficus.cli.session.Session;
import dev.ficus.cli.strangler.PlanResult;
import dev.ficus.core.settings.StranglerSettings;
import dev.ficus.dualwrite.control.Control;
import dev.ficus.dualwrite.control.Phase;
import dev.ficus.dualwrite.control.Strangler;
import dev.ficus.dualwrite.cutover.Cutover;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "plan",
        header = "Shows the gates and the steps of a change of phase with today's figures; changes nothing.",
        footer = {
            "  ficus cutover plan orders                      the next phase",
            "  ficus cutover plan orders --to mirroring       another neighbour"
        })
final class CutoverPlanCommand extends DomainCommand {
    @Option(
            names = "--to",
            paramLabel = "PHASE",
            order = 1,
            description = "legacy, mirroring, dual-write, postgres or retired; the next one if not given.")
    @Nullable
    private String to;

    @Mixin
    private CutoverPatience patience = new CutoverPatience();

    @Override
    protected void check(Session session, StranglerSettings settings) {
        super.check(session, settings);
        if (to != null) {
            Phase.of(to);
        }
    }

    @Override
    protected int run(Session session, Strangler strangler) {
        Phase target = to == null ? next(strangler) : Phase.of(to);
        PlanResult result = PlanResult.of(Cutover.plan(strangler, domain(), target, patience.options()));
        return session.console().finish(result, result.refusals());
    }

    private Phase next(Strangler strangler) {
        try (Control control = Control.open(strangler.postgres())) {
            Phase present = control.domain(domain()).phase();
            return Phase.values()[Math.min(present.ordinal() + 1, Phase.RETIRED.ordinal())];
        }
    }
}
