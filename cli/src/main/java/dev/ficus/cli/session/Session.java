package dev.ficus.cli.session;

import dev.ficus.core.progress.Progress;
import dev.ficus.core.progress.StopSignal;
import dev.ficus.core.settings.Settings;
import dev.ficus.core.settings.SettingsFile;
import java.nio.file.Path;

/** What one run of one command has at hand. */
public final class Session {
    private final Terminal terminal;
    private final Console console;
    private final Path config;
    private final boolean yes;

    /** @param yes whether the user said {@code --yes} */
    public Session(Terminal terminal, Console console, Path config, boolean yes) {
        this.terminal = terminal;
        this.console = console;
        this.config = config;
        this.yes = yes;
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

    /** Whether the user said {@code --yes}. */
    public boolean yes() {
        return yes;
    }

    /** From here on Ctrl-C asks the running work to stop at its next safe boundary. */
    public StopSignal stopOnInterrupt() {
        return Interrupts.watch(console);
    }
}
