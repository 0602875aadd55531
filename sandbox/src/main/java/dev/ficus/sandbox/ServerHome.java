package dev.ficus.sandbox;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * The directory of one server, and the janitor that ends the server and removes the directory when this JVM is gone.
 * The janitor is a shell that waits for the end of a pipe whose other end only this JVM holds: the kernel closes it
 * however the JVM ends, {@code kill -9} included. It runs in a session of its own, so that a Ctrl-C at the terminal
 * reaches neither it nor the server.
 */
final class ServerHome implements AutoCloseable {
    private static final int LOG_LINES = 15;
    private static final long JANITOR_SECONDS = 30;

    private final Path path;
    private final Account account;
    private final Process janitor;

    private ServerHome(Path path, Account account, Process janitor) {
        this.path = path;
        this.account = account;
        this.janitor = janitor;
    }

    static ServerHome create(Engine engine) {
        try {
            Path path = Files.createTempDirectory(
                    Folders.temporary(), "ficus-" + engine.kind().word() + "-");
            List<String> command =
                    List.of("sh", "-c", janitorScript(), "janitor", path.toString(), engine.discardSignal());
            Process janitor = new ProcessBuilder(ownSession(command))
                    .directory(new File("/"))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Files.createFile(path.resolve("server.log"));
            engine.account().own(path);
            return new ServerHome(path, engine.account(), janitor);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path data() {
        return path.resolve("data");
    }

    /** A file or directory beside the data, for the server alone to read. */
    Path file(String name) {
        return path.resolve(name);
    }

    void write(String name, String text) {
        try {
            Path file = Files.writeString(file(name), text);
            account.own(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a program to its end; its output goes to the log. */
    void run(List<String> command) {
        try {
            int code = start(account.wrap(command)).waitFor();
            if (code != 0) {
                throw failed(Path.of(command.get(0)).getFileName() + " ended with code " + code);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("interrupted");
        }
    }

    /**
     * Starts the server. Its process number is on disk before the program begins, so the janitor misses no server;
     * and the launcher fails where the janitor has taken the directory away already.
     */
    Process launch(List<String> command) {
        List<String> launcher = new ArrayList<>(List.of(
                "sh", "-c", "echo $$ >\"$0\" && exec \"$@\"", file("pid").toString()));
        launcher.addAll(command);
        try {
            return start(ownSession(account.wrap(launcher)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a signal to the server that was launched last. */
    void signal(String signal) {
        try {
            String pid = Files.readString(file("pid")).strip();
            String answer = Programs.output(List.of("sh", "-c", "kill -s \"$0\" \"$1\"", signal, pid));
            if (!answer.isEmpty()) {
                throw failed("signal " + signal + ": " + answer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A failure of this server, with the end of its log. */
    FicusException failed(String what) {
        return new FicusException(
                ErrorCode.SANDBOX_FAILED,
                what + "; the end of its log:\n" + logEnd(),
                path.toString(),
                "correct what the log names, or choose another source with FICUS_SANDBOX=docker|installed|embedded");
    }

    String logEnd() {
        try {
            List<String> lines = new String(Files.readAllBytes(file("server.log")), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the server, if it still runs, and removes the directory. */
    @Override
    public void close() {
        try {
            janitor.getOutputStream().close();
            if (!janitor.waitFor(JANITOR_SECONDS, TimeUnit.SECONDS)) {
                throw failed("the server does not end");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Process start(List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .directory(path.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(file("server.log").toFile()))
                .start();
    }

    private static List<String> ownSession(List<String> command) {
        List<String> all = new ArrayList<>();
        Programs.find("setsid").ifPresent(setsid -> all.add(setsid.toString()));
        all.addAll(command);
        return all;
    }

    private static String janitorScript() throws IOException {
        try (InputStream script = ServerHome.class.getResourceAsStream("janitor.sh")) {
            return new String(Objects.requireNonNull(script, "janitor.sh").readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
