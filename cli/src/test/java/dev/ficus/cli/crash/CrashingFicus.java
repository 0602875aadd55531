package dev.ficus.cli.crash;

import dev.ficus.cli.Main;
import dev.ficus.cli.session.Terminal;
import dev.ficus.dualwrite.control.Hook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The real command line in a process that dies at one point of a protocol, as kill -9 lets it die: no shutdown hook, no
 * finally, no goodbye to a server.
 *
 * <p>Arguments: what to do there ({@code halt}, {@code throw}, or {@code block} until somebody kills the process), the point, which
 * arrival at it, a file that is written on arrival, and then the command line.
 */
final class CrashingFicus {
    static final int KILLED = 137;

    private CrashingFicus() {}

    public static void main(String[] arguments) {
        AtomicInteger left = new AtomicInteger(Integer.parseInt(arguments[2]));
        Path arrival = Path.of(arguments[3]);
        Hook hook = point -> {
            if (point.equals(arguments[1]) && left.decrementAndGet() == 0) {
                if (arguments[0].equals("throw")) {
                    throw new IllegalStateException("a bug");
                }
                end(arguments[0].equals("halt"), arrival);
            }
        };
        String[] line = Arrays.copyOfRange(arguments, 4, arguments.length);
        System.exit(Main.run(Terminal.ofProcess(), hook, line));
    }

    private static void end(boolean halt, Path arrival) {
        try {
            Files.createFile(arrival);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (halt) {
            Runtime.getRuntime().halt(KILLED);
        }
        while (true) {
            LockSupport.park();
        }
    }
}
