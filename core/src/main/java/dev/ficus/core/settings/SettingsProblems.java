package dev.ficus.core.settings;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.Node;

/** Collects what is wrong with one file, so that all of it can be reported at once, in the order of its lines. */
final class SettingsProblems {
    private final String file;
    private final List<Located> found = new ArrayList<>();

    SettingsProblems(String file) {
        this.file = file;
    }

    void add(Node node, String what, String fix) {
        add(ErrorCode.CONFIG_INVALID, node.getStartMark(), what, fix);
    }

    void add(ErrorCode code, Mark mark, String what, String fix) {
        int line = mark.getLine() + 1;
        int column = mark.getColumn() + 1;
        found.add(new Located(line, column, new Problem(code, what, file + ":" + line + ":" + column, fix)));
    }

    /** A problem of the file as a whole. */
    void add(String what, String fix) {
        found.add(new Located(0, 0, new Problem(ErrorCode.CONFIG_INVALID, what, file, fix)));
    }

    void throwIfAny() {
        if (!found.isEmpty()) {
            found.sort(Comparator.comparingInt(Located::line).thenComparingInt(Located::column));
            throw new FicusException(found.stream().map(Located::problem).toList(), null);
        }
    }

    private record Located(int line, int column, Problem problem) {}
}
