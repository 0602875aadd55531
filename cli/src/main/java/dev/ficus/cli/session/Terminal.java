package dev.ficus.cli.session;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the process was started in.
 *
 * @param out the results
 * @param err progress, warnings, errors
 * @param outIsTerminal whether somebody looks at {@code out}
 * @param errColumns the width of the terminal that shows {@code err}; zero where it is none
 * @param environment an environment variable, empty where it is not set
 */
public record Terminal(
        PrintStream out,
        PrintStream err,
        boolean outIsTerminal,
        int errColumns,
        Function<String, Optional<String>> environment) {
    private static final int USUAL_COLUMNS = 100;

    /**
     * The one of this process. Java 17 cannot tell which of its streams is a terminal, so the launcher says it in the
     * system properties {@code ficus.out.terminal} and {@code ficus.err.columns}.
     */
    public static Terminal ofProcess() {
        return new Terminal(
                stream(FileDescriptor.out),
                stream(FileDescriptor.err),
                Boolean.getBoolean("ficus.out.terminal"),
                columns(System.getProperty("ficus.err.columns", "0")),
                name -> Optional.ofNullable(System.getenv(name)));
    }

    /** Whether colour may go to a stream: not with NO_COLOR, not on a dumb terminal, never into a file or a pipe. */
    public boolean colourAllowed(boolean terminal) {
        boolean wanted = environment.apply("NO_COLOR").filter(v -> !v.isEmpty()).isEmpty();
        return terminal && wanted && !dumb();
    }

    /** The columns that a moving line may use; zero where no line can move. */
    int movingColumns() {
        return dumb() ? 0 : errColumns;
    }

    private boolean dumb() {
        return environment.apply("TERM").filter("dumb"::equals).isPresent();
    }

    private static int columns(String text) {
        if (!text.matches("\\d{1,5}")) {
            return 0;
        }
        int columns = Integer.parseInt(text);
        return columns > 0 && columns < 20 ? USUAL_COLUMNS : columns;
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
