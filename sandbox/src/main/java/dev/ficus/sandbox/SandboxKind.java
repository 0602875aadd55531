package dev.ficus.sandbox;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Where a server of the sandbox comes from. */
public enum SandboxKind {
    /** The first of the others that works, in the order in which they stand here. */
    AUTO,
    /** A server that somebody else runs, named in the environment. */
    URL,
    /** A container, through Testcontainers. */
    DOCKER,
    /** A server program that is installed on this machine. */
    INSTALLED,
    /** A server program out of Maven Central; for MongoDB a stand-in inside this JVM. */
    EMBEDDED;

    /** The word used in options and in the environment: {@code auto}, {@code url}, … */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind of that word, in any case. */
    public static Optional<SandboxKind> of(String word) {
        return Arrays.stream(values())
                .filter(kind -> kind.word().equalsIgnoreCase(word))
                .findFirst();
    }
}
