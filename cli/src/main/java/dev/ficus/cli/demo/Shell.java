package dev.ficus.cli.demo;

import dev.ficus.cli.session.Console;
import dev.ficus.cli.session.Terminal;
import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.ErrorKind;
import dev.ficus.core.error.FicusException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Types the commands that a user would type: shows each, and runs the real one, whose output follows indented on stderr,
 * because stdout belongs to the demo's own result.
 */
final class Shell {
    private final Console console;
    private final CommandLineRunner ficus;
    private final Path config;
    private final Interruption stop;

    Shell(Console console, CommandLineRunner ficus, Path config, Interruption stop) {
        this.console = console;
        this.ficus = ficus;
        this.config = config;
        this.stop = stop;
    }

    /** Shows a command without running it. */
    void show(String... arguments) {
        console.note("\n$ ficus " + String.join(" ", arguments));
    }

    /** Says something about the commands. */
    void say(String line) {
        console.note(line);
    }

    /**
     * Runs a command.
     *
     * @throws FicusException DEMO_FAILED where its exit code is not 0, with the error that it printed; INTERRUPTED
     */
    void run(String... arguments) {
        run(Set.of(), arguments);
    }

    /**
     * Runs a command that may end with one of these errors.
     *
     * @return whether it ended without
     * @throws FicusException DEMO_FAILED where it ended with another one; INTERRUPTED
     */
    boolean run(Set<ErrorCode> tolerated, String... arguments) {
        show(arguments);
        List<String> errors = Collections.synchronizedList(new ArrayList<>());
        PrintStream out = new PrintStream(new Indented(console::note), true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new Indented(line -> note(line, errors)), true, StandardCharsets.UTF_8);
        Terminal terminal = new Terminal(out, err, false, 0, name -> Optional.ofNullable(System.getenv(name)));
        long start = System.nanoTime();
        int exitCode = ficus.run(terminal, withConfig(arguments));
        console.note(String.format(Locale.ROOT, "  (%.1f s)", (System.nanoTime() - start) / 1e9));
        stop.watchAgain();
        if (exitCode != 0 && !first(errors, tolerated)) {
            throw failed(String.join(" ", arguments), exitCode, errors);
        }
        return exitCode == 0;
    }

    private static boolean first(List<String> errors, Set<ErrorCode> codes) {
        return !errors.isEmpty()
                && codes.stream().anyMatch(code -> errors.get(0).startsWith("error " + code + ":"));
    }

    private void note(String line, List<String> errors) {
        if (line.strip().startsWith("error ")) {
            errors.add(line.strip());
        }
        console.note(line);
    }

    private String[] withConfig(String... arguments) {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.addAll(List.of("--config", config.toString(), "--yes"));
        return all.toArray(String[]::new);
    }

    private FicusException failed(String command, int exitCode, List<String> errors) {
        boolean interrupted = exitCode == ErrorKind.INTERRUPTED.exitCode();
        return new FicusException(
                interrupted ? ErrorCode.INTERRUPTED : ErrorCode.DEMO_FAILED,
                "the command ended with exit code " + exitCode + ": " + String.join("; ", errors),
                "ficus " + command,
                interrupted
                        ? "run ficus demo again: it begins anew"
                        : "run ficus demo --keep -v, and look at what the command prints");
    }
}
