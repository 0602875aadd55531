package dev.ficus.cli.session;

import dev.ficus.core.progress.Progress;
import dev.ficus.core.progress.StopSignal;
import dev.ficus.core.settings.Settings;
import dev.ficus.core.settings.SettingsFile;
import dev.ficus.dualwrite.control.Hook;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** What one run of one command has at hand. */
public final class Session {
    private final Terminal terminal;
    private final Console console;
    private final Path config;
    private final boolean yes;
    private final Hook hook;

    /**
     * @param yes whether the user said {@code --yes}
     * @param hook called at the points of the protocols where tests interrupt
     */
    public Session(Terminal terminal, Console console, Path config, boolean yes, Hook hook) {
        this.terminal = terminal;
        this.console = console;
        this.config = config;
        this.yes = yes;
        this.hook = hook;
    }

    public Console console() {
        return console;
    }

    public Progress progress() {
        return console.progress();
    }

    /** The settings file as the user named it. */
    public Path config() {
        return config;
    }

    /** Reads the settings file. */
    public Settings settings() {
        return SettingsFile.read(config, terminal.environment());
    }

    /** The value of an environment variable, empty where it is not set. */
    public Function<String, Optional<String>> environment() {
        return terminal.environment();
    }

    /** Whether the user said {@code --yes}. */
    public boolean yes() {
        return yes;
    }

    /** What is called at the points of the protocols; {@link Hook#NONE} outside of tests. */
    public Hook hook() {
        return hook;
    }

    /** From here on Ctrl-C asks the running work to stop at its next safe boundary. */
    public StopSignal stopOnInterrupt() {
        return Interrupts.watch(console);
    }
}
