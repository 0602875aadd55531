package dev.ficus.sandbox;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.settings.DatabaseKind;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The variables that steer the sandbox. {@code docs/reference/sandbox.md} lists them.
 *
 * @param lookup a variable's value, or null
 */
record Environment(Function<String, @Nullable String> lookup) {
    /** System properties first, so that a build can set one for a test run; then the environment of the process. */
    static Environment ofProcess() {
        return new Environment(
                name -> Optional.ofNullable(System.getProperty(name)).orElseGet(() -> System.getenv(name)));
    }

    /** The value of a variable; a blank one counts as absent. */
    Optional<String> value(String name) {
        return Optional.ofNullable(lookup.apply(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** {@code FICUS_SANDBOX_MYSQL} and the like, else {@code FICUS_SANDBOX}, else {@link SandboxKind#AUTO}. */
    SandboxKind source(DatabaseKind kind) {
        String own = "FICUS_SANDBOX_" + upper(kind);
        return source(own).or(() -> source("FICUS_SANDBOX")).orElse(SandboxKind.AUTO);
    }

    /** {@code FICUS_TEST_MYSQL_URL} and the like, with {@code _USER} and {@code _PASSWORD}. */
    Optional<ServerAddress> address(DatabaseKind kind) {
        String prefix = "FICUS_TEST_" + upper(kind);
        return value(prefix + "_URL")
                .map(url -> new ServerAddress(kind, url, value(prefix + "_USER"), value(prefix + "_PASSWORD")));
    }

    static String upper(DatabaseKind kind) {
        return kind.name().toUpperCase(Locale.ROOT);
    }

    private Optional<SandboxKind> source(String variable) {
        return value(variable).map(word -> SandboxKind.of(word).orElseThrow(() -> unknown(variable, word)));
    }

    private static FicusException unknown(String variable, String word) {
        String words =
                Arrays.stream(SandboxKind.values()).map(SandboxKind::word).collect(Collectors.joining(", "));
        return new FicusException(
                ErrorCode.USAGE_INVALID,
                "there is no source " + word + " of servers",
                "environment variable " + variable,
                "use one of: " + words);
    }
}
