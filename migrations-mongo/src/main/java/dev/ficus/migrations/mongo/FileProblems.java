package dev.ficus.migrations.mongo;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.Problem;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.error.Mark;

/** Collects what is wrong with one file, each with line and column. Not thread-safe. */
final class FileProblems {
    private static final String FIX = "correct the file; docs/reference/histories-mongodb.md describes the format";

    private final String file;
    private final String database;
    private final List<Problem> problems = new ArrayList<>();

    /**
     * @param file as messages name it, such as {@code migrations-mongo/001-reviews.yaml}
     */
    FileProblems(String file, String database) {
        this.file = file;
        this.database = database;
    }

    void add(Mark mark, String what) {
        add(mark.getLine() + 1, mark.getColumn() + 1, what);
    }

    void add(int line, int column, String what) {
        problems.add(new Problem(
                ErrorCode.CHANGE_FILE_INVALID,
                what,
                file + ":" + line + ":" + column + " (database " + database + ")",
                FIX));
    }

    List<Problem> all() {
        return List.copyOf(problems);
    }

    boolean isEmpty() {
        return problems.isEmpty();
    }
}
