package dev.ficus.sandbox;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.settings.DatabaseKind;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Starts real servers for the demo and the tests. Stateless and thread-safe. */
public final class Sandbox {
    private Sandbox() {}

    /**
     * Starts a server from the source that {@code options} or else the environment names; where neither does, from the
     * first that works.
     *
     * @throws FicusException SANDBOX_UNAVAILABLE where no such server can be had here, SANDBOX_FAILED where one was
     *     started and does not work; a source that was left open falls through to the next in both cases, but for a
     *     server that the environment names and that refuses the login: that is CANNOT_CONNECT and the like
     */
    public static SandboxServer start(DatabaseKind kind, SandboxOptions options, Progress progress) {
        return start(kind, options, progress, Environment.ofProcess());
    }

    static SandboxServer start(DatabaseKind kind, SandboxOptions options, Progress progress, Environment environment) {
        SandboxKind wanted = options.kind() == SandboxKind.AUTO ? environment.source(kind) : options.kind();
        List<Source> sources = sources(environment);
        if (wanted == SandboxKind.AUTO) {
            return firstThatWorks(kind, options, progress, sources);
        }
        Source source = sources.stream()
                .filter(each -> each.kind() == wanted)
                .findFirst()
                .orElseThrow();
        Optional<Missing> missing = source.missing(kind, options.settings());
        if (missing.isPresent()) {
            throw Unavailable.source(kind, wanted, missing.get());
        }
        return start(kind, options, progress, source);
    }

    private static SandboxServer firstThatWorks(
            DatabaseKind kind, SandboxOptions options, Progress progress, List<Source> sources) {
        List<String> reasons = new ArrayList<>();
        for (Source source : sources) {
            Optional<Missing> missing = source.missing(kind, options.settings());
            if (missing.isPresent()) {
                reasons.add(source.kind().word() + ": " + missing.get().reason());
                continue;
            }
            try {
                return start(kind, options, progress, source);
            } catch (FicusException e) {
                if (source.kind() == SandboxKind.URL) {
                    throw e; // Somebody named this very server.
                }
                progress.warning(
                        kind.word(),
                        "source " + source.kind().word() + " failed: "
                                + e.problem().what());
                reasons.add(source.kind().word() + ": " + e.problem().what());
            }
        }
        throw new FicusException(
                ErrorCode.SANDBOX_UNAVAILABLE,
                "no " + kind.word() + " server from any source: " + String.join("; ", reasons),
                "sandbox",
                "make one of the sources work; docs/reference/sandbox.md tells what each needs");
    }

    private static SandboxServer start(DatabaseKind kind, SandboxOptions options, Progress progress, Source source) {
        progress.step(
                kind.word(), "starting a server from source " + source.kind().word());
        try {
            SandboxServer server = source.start(kind, options.settings());
            progress.step(kind.word(), server.description());
            return server;
        } catch (UncheckedIOException e) {
            throw new FicusException(
                    ErrorCode.SANDBOX_FAILED,
                    "a server from source " + source.kind().word() + " could not be set up: " + e.getMessage(),
                    "sandbox",
                    "make the file that the message names accessible, or choose another source",
                    e);
        }
    }

    static List<Source> sources(Environment environment) {
        return List.of(
                new UrlSource(environment),
                new DockerSource(environment),
                new InstalledSource(environment),
                new EmbeddedSource());
    }
}
