package dev.ficus.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.progress.Progress;
import dev.ficus.core.settings.DatabaseKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class JanitorIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Runs in a JVM of its own: starts a server, tells its port, and closes it when a line comes in. */
    public static void main(String[] arguments) throws IOException {
        DatabaseKind kind = DatabaseKind.valueOf(arguments[0]);
        SandboxOptions options = SandboxOptions.defaults().from(SandboxKind.valueOf(arguments[1]));
        try (SandboxServer server = Sandbox.start(kind, options, Progress.SILENT)) {
            System.out.println("port " + Ask.port(server.admin("admin")));
            int ignored = System.in.read();
        }
        System.out.println("closed");
        int ignored = System.in.read();
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRES", "MYSQL"})
    void nothingIsLeftWhenTheOwnerIsKilled(DatabaseKind kind, @TempDir Path temporary) throws IOException {
        Process owner = owner(kind, SandboxKind.EMBEDDED, temporary);
        try {
            int port = Integer.parseInt(line(owner, "port "));
            assertThat(listens(port)).isTrue();
            assertThat(contents(temporary)).isNotEmpty();

            owner.destroyForcibly();

            await("the server is gone", () -> !listens(port));
            await("its directory is gone", () -> contents(temporary).isEmpty());
        } finally {
            owner.destroyForcibly();
        }
    }

    /** From the source that the tests use, which may be Docker. */
    @ParameterizedTest
    @EnumSource(DatabaseKind.class)
    void theServerEndsWithItsOwner(DatabaseKind kind, @TempDir Path temporary) throws IOException {
        Process owner = owner(kind, SandboxKind.AUTO, temporary);
        try {
            int port = Integer.parseInt(line(owner, "port "));
            assertThat(listens(port)).isTrue();

            owner.destroyForcibly();

            await("the server is gone", () -> !listens(port));
        } finally {
            owner.destroyForcibly();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRES", "MYSQL"})
    void nothingIsLeftWhenTheOwnerIsKilledWhileTheServerIsBeingMade(DatabaseKind kind, @TempDir Path temporary)
            throws IOException {
        Process owner = owner(kind, SandboxKind.EMBEDDED, temporary);
        await("the installer runs", () -> programsIn(temporary) > 0);

        owner.destroyForcibly();

        await("the installer is gone", () -> programsIn(temporary) == 0);
        await("its directory is gone", () -> contents(temporary).isEmpty());
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRES", "MYSQL"})
    void nothingIsLeftAfterClose(DatabaseKind kind, @TempDir Path temporary) throws IOException {
        Process owner = owner(kind, SandboxKind.EMBEDDED, temporary);
        try (OutputStream input = owner.getOutputStream()) {
            int port = Integer.parseInt(line(owner, "port "));
            input.write('\n');
            input.flush();
            line(owner, "closed");

            assertThat(owner.isAlive()).isTrue();
            assertThat(listens(port)).isFalse();
            assertThat(contents(temporary)).isEmpty();
        } finally {
            owner.destroyForcibly();
        }
    }

    private static Process owner(DatabaseKind kind, SandboxKind source, Path temporary) throws IOException {
        // PostgreSQL may run under another account, which has to reach its directory.
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + temporary,
                        "-cp",
                        System.getProperty("java.class.path"),
                        JanitorIT.class.getName(),
                        kind.name(),
                        source.name())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String line(Process process, String start) throws IOException {
        BufferedReader output = process.inputReader();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(start)) {
                return line.substring(start.length());
            }
        }
        throw new AssertionError("the owner ended before it said: " + start);
    }

    /** Processes that make a data directory in the folder; janitors are not among them. */
    private static long programsIn(Path folder) {
        return ProcessHandle.allProcesses()
                .map(process -> process.info().commandLine().orElse(""))
                .filter(command -> command.matches("(?s).*(--pgdata|--datadir)=" + folder + ".*"))
                .count();
    }

    private static List<Path> contents(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("ficus-"))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
