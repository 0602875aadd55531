package dev.ficus.cli.command;

import dev.ficus.cli.session.Session;
import dev.ficus.cli.strangler.DoctorResult;
import dev.ficus.cli.wiring.Doctor;
import dev.ficus.core.error.Problem;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
        name = "doctor",
        header = "Looks at servers, logins, server settings and tables before anything is started; writes nothing.",
        footer = {"  ficus doctor", "  ficus doctor -o json"})
final class DoctorCommand extends SessionCommand {
    @Override
    protected int run(Session session) {
        List<Doctor.Check> checks = Doctor.examine(session.settings());
        List<Problem> problems =
                checks.stream().flatMap(check -> check.problems().stream()).toList();
        DoctorResult result = new DoctorResult(checks.stream()
                .map(check -> DoctorResult.Check.of(check.subject(), check.found(), check.problems()))
                .toList());
        return session.console().finish(result, problems);
    }
}
