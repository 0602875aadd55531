package dev.ficus.cli.report;

import dev.ficus.core.error.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The Markdown page of a command, for a pull request: its result, then what is wrong. */
public final class Summary {
    private Summary() {}

    /** The whole page. */
    public static String of(String command, @Nullable Reported result, List<Problem> problems) {
        Markdown page = new Markdown();
        page.heading(2, command);
        if (result != null) {
            result.writeSummary(page);
        }
        if (!problems.isEmpty()) {
            page.heading(3, "Problems");
            page.table(
                    List.of("code", "what", "where", "fix"),
                    problems.stream()
                            .map(p -> List.of(p.code().name(), p.what(), p.where(), p.fix()))
                            .toList());
        }
        return page.text();
    }
}
