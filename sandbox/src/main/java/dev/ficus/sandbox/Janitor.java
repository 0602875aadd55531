package dev.ficus.sandbox;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Ends a server and removes what it left when this JVM is gone. It is a shell that waits for the end of a pipe whose
 * other end only this JVM holds: the kernel closes that however the JVM ends, {@code kill -9} included. It runs in a
 * session of its own, so a Ctrl-C at the terminal does not reach it.
 */
final class Janitor {
    private static final long PATIENCE_SECONDS = 60;

    private final Process process;

    private Janitor(Process process) {
        this.process = process;
    }

    /** Starts the script of that name, which must wait for the end of its standard input and then clean up. */
    static Janitor hire(String script, String... arguments) {
        List<String> command = new ArrayList<>(List.of("sh", "-c", text(script), script));
        command.addAll(List.of(arguments));
        try {
            return new Janitor(new ProcessBuilder(ownSession(command))
                    .directory(new File("/"))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets it clean up now; false where that takes too long. */
    boolean dismiss() {
        try {
            process.getOutputStream().close();
            return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The command that runs {@code command} out of reach of the terminal, where the system has a way to do so. */
    static List<String> ownSession(List<String> command) {
        List<String> all = new ArrayList<>();
        Programs.find("setsid").ifPresent(setsid -> all.add(setsid.toString()));
        all.addAll(command);
        return all;
    }

    private static String text(String script) {
        try (InputStream content = Janitor.class.getResourceAsStream(script)) {
            return new String(Objects.requireNonNull(content, script).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
