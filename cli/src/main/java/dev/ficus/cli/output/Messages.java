package dev.ficus.cli.output;

import dev.ficus.core.error.Problem;
import dev.ficus.core.progress.Progress;
import java.util.List;

/** What a command says on stderr, beside its result. Thread-safe. */
public interface Messages {
    /** Where work on domains reports to. */
    Progress progress();

    /** Where work on the histories of databases reports to. */
    Progress progressOfDatabases();

    /** Something to know, of no domain. */
    void note(String text);

    /** What failed, when the command ends. */
    void problems(List<Problem> problems);

    /** What most users type next, when the command ends well. */
    void hint(String command);

    /** The stack trace of what failed. */
    void trace(Throwable failure);

    /** Makes a clean line of its own for what somebody else writes next. */
    void clear();
}
