package dev.ficus.cli.command;

import dev.ficus.cli.session.Session;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.Problem;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;

/** A command whose result also goes to the files that a pipeline reads, whether it succeeds or fails. */
abstract class ReportingCommand extends SessionCommand {
    @Mixin
    private ReportFiles files = new ReportFiles();

    /** Options to settings, one library call, the result. */
    protected abstract Ending work(Session session);

    /** Writes further files that this command knows. */
    protected List<Problem> writeMore(Session session, Ending ending) {
        return List.of();
    }

    @Override
    protected final int run(Session session) {
        Ending ending;
        try {
            ending = work(session);
        } catch (FicusException e) {
            List<Problem> problems = write(session, new Ending(null, e.problems()));
            if (problems.size() == e.problems().size()) {
                throw e;
            }
            throw new FicusException(problems, e);
        }
        return session.console().finish(ending.result(), write(session, ending));
    }

    /** The problems of the command, then those of its files. */
    private List<Problem> write(Session session, Ending ending) {
        List<Problem> problems = new ArrayList<>(ending.problems());
        problems.addAll(files.write(spec().qualifiedName(), ending));
        problems.addAll(writeMore(session, ending));
        return problems;
    }
}
