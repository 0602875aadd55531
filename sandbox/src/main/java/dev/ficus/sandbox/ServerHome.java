package dev.ficus.sandbox;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The directory of one server, with a {@link Janitor} that ends the server and removes the directory. */
final class ServerHome implements AutoCloseable {
    private static final int LOG_LINES = 40;

    private final Path path;
    private final Account account;
    private final Janitor janitor;

    private ServerHome(Path path, Account account, Janitor janitor) {
        this.path = path;
        this.account = account;
        this.janitor = janitor;
    }

    static ServerHome create(Engine engine) {
        try {
            Path path = Files.createTempDirectory(
                    Folders.temporary(), "ficus-" + engine.kind().word() + "-");
            Janitor janitor = Janitor.hire("janitor.sh", path.toString(), engine.discardSignal());
            Files.createFile(path.resolve("server.log"));
            Files.createDirectory(path.resolve("tmp"));
            engine.account().own(path);
            return new ServerHome(path, engine.account(), janitor);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path data() {
        return path.resolve("data");
    }

    Path temporary() {
        return file("tmp");
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
            int code = launch(command).waitFor();
            if (code != 0) {
                throw failed(Path.of(command.get(0)).getFileName() + " ended with code " + code);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("interrupted");
        }
    }

    /**
     * Starts a program. Its process number is on disk before it begins, so the janitor misses none; and the launcher
     * fails where the janitor has taken the directory away already.
     */
    Process launch(List<String> command) {
        List<String> launcher = new ArrayList<>(List.of(
                "sh", "-c", "echo $$ >\"$0\" && exec \"$@\"", file("pid").toString()));
        launcher.addAll(command);
        try {
            return start(Janitor.ownSession(account.wrap(launcher)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a signal to the server that was launched last. */
    void signal(String signal) {
        String answer = Programs.output(List.of("sh", "-c", "kill -s \"$0\" \"$1\"", signal, Long.toString(pid())));
        if (!answer.isEmpty()) {
            throw failed("signal " + signal + ": " + answer);
        }
    }

    /** The processes that the server which was launched last has started. */
    List<ProcessHandle> descendants() {
        return ProcessHandle.of(pid())
                .map(ProcessHandle::descendants)
                .orElseGet(Stream::empty)
                .toList();
    }

    private long pid() {
        try {
            return Long.parseLong(Files.readString(file("pid")).strip());
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
        if (!Files.exists(file("server.log"))) {
            return "(gone)";
        }
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
        if (!janitor.dismiss()) {
            throw failed("the server does not end");
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
}
