package dev.ficus.cli.demo;

import dev.ficus.cli.session.Terminal;

/** Runs a command line of Ficus inside this process and gives its exit code back. */
@FunctionalInterface
public interface CommandLineRunner {
    int run(Terminal terminal, String... arguments);
}
