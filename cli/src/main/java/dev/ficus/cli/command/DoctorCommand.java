package dev.ficus.cli.command;

import dev.ficus.cli.session.Session;
import dev.ficus.cli.strangler.DoctorResult;
import dev.ficus.cli.strangler.DoctorResult.Database;
import dev.ficus.cli.wiring.Answers;
import dev.ficus.cli.wiring.Answers.Answer;
import dev.ficus.core.error.Problem;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.core.settings.Settings;
import dev.ficus.core.settings.StranglerSettings;
import dev.ficus.dualwrite.control.Hook;
import dev.ficus.dualwrite.control.Strangler;
import dev.ficus.dualwrite.doctor.Doctor;
import dev.ficus.dualwrite.doctor.DoctorOptions;
import dev.ficus.dualwrite.doctor.DoctorReport;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "doctor",
        header = "Looks for all that stands in the way before anything is started; writes nothing.",
        footer = {
            "  ficus doctor                           every domain, the first 100000 rows of each table",
            "  ficus doctor orders --scan-rows all    one domain, every row",
            "  ficus doctor -o json"
        })
final class DoctorCommand extends SessionCommand {
    @Parameters(arity = "0..*", paramLabel = "DOMAIN", description = "Domains of ficus.yaml; all if not given.")
    private List<String> domains = new ArrayList<>();

    @Mixin
    private ScanChoice scan = new ScanChoice();

    @Override
    protected int run(Session session) {
        Settings settings = session.settings();
        if (!domains.isEmpty()) {
            StranglerSettings strangler = settings.requiredStrangler();
            domains.forEach(strangler::domain);
        }
        List<Answer> answers = Answers.of(settings.databases());
        DoctorReport report = settings.strangler()
                .map(strangler -> examine(session, strangler, answers))
                .orElse(new DoctorReport(List.of(), List.of()));
        DoctorResult result = DoctorResult.of(
                answers.stream()
                        .map(answer -> new Database(
                                answer.database().name(),
                                answer.database().kind().word(),
                                answer.reached(),
                                answer.found()))
                        .toList(),
                report);
        List<Problem> problems = new ArrayList<>(
                answers.stream().flatMap(answer -> answer.problems().stream()).toList());
        problems.addAll(result.problems());
        return session.console().finish(result, problems);
    }

    private DoctorReport examine(Session session, StranglerSettings settings, List<Answer> answers) {
        Strangler strangler = new Strangler(settings, session.progress(), session.stopOnInterrupt(), Hook.NONE);
        return Doctor.examine(
                strangler,
                new DoctorOptions(domains, scan.options(DoctorOptions.USUAL_ROWS)),
                reached(answers, settings.from()),
                reached(answers, settings.to()));
    }

    private static boolean reached(List<Answer> answers, DatabaseSettings database) {
        return answers.stream()
                .anyMatch(answer -> answer.reached() && answer.database().equals(database));
    }
}
