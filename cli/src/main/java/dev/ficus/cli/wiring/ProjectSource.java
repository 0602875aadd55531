package dev.ficus.cli.wiring;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.Problem;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.core.settings.DatabaseUrl;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The databases of a project that begins with a MySQL schema.
 *
 * @param url of MySQL or MariaDB
 * @param user who logs in there
 * @param passwordVariable the environment variable that holds the password
 * @param to the URL of PostgreSQL; empty where it is to be filled in
 */
public record ProjectSource(String url, String user, String passwordVariable, Optional<String> to) {
    /** Says what is wrong with an option instead of taking it; no message repeats a URL. */
    public ProjectSource {
        List<Problem> problems = new ArrayList<>();
        check("--from", url, DatabaseKind.MYSQL, problems);
        to.ifPresent(target -> check("--to", target, DatabaseKind.POSTGRES, problems));
        if (!passwordVariable.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            problems.add(new Problem(
                    ErrorCode.USAGE_INVALID,
                    "that is no name of an environment variable",
                    "--password-env",
                    "name the variable that holds the password, such as LEGACY_PASSWORD"));
        }
        if (!problems.isEmpty()) {
            throw new FicusException(problems, null);
        }
    }

    private static void check(String option, String url, DatabaseKind wanted, List<Problem> problems) {
        Optional<DatabaseKind> kind = DatabaseKind.of(url);
        if (kind.isPresent() && kind.get() != wanted) {
            problems.add(wrong(
                    option,
                    "is of a " + kind.get().word() + " database",
                    wanted == DatabaseKind.MYSQL
                            ? "name MySQL or MariaDB here, jdbc:mysql://HOST:3306/NAME, and PostgreSQL with --to"
                            : "name PostgreSQL here, jdbc:postgresql://HOST:5432/NAME"));
            return;
        }
        DatabaseUrl.fault(url)
                .ifPresent(fault -> problems.add(wrong(
                        option,
                        fault.what(),
                        fault == DatabaseUrl.Fault.LOGIN_INSIDE
                                ? "take them out: name the user with --user, and put the password into the"
                                        + " environment variable of --password-env"
                                : fault.fix())));
    }

    private static Problem wrong(String option, String what, String fix) {
        return new Problem(ErrorCode.USAGE_INVALID, "the url " + what, option, fix);
    }

    /** How {@code init} itself connects. */
    DatabaseSettings settings(Function<String, Optional<String>> environment) {
        Optional<String> password = environment.apply(passwordVariable);
        if (password.isEmpty()) {
            throw new FicusException(
                    ErrorCode.SECRET_MISSING,
                    "the environment variable " + passwordVariable + ", which holds the password of user " + user
                            + ", is not set",
                    "ficus init --from",
                    "export " + passwordVariable + "=…, or name another variable with --password-env");
        }
        return new DatabaseSettings(
                "legacy",
                DatabaseKind.MYSQL,
                DatabaseUrl.forDriver(url),
                Optional.of(user),
                password,
                Optional.empty());
    }

    /** The URL of PostgreSQL, or one that shows what to fill in. */
    String toOrPlaceholder() {
        String name = url.replaceFirst("[?;].*$", "").replaceFirst("^.*/", "");
        return to.orElse("jdbc:postgresql://localhost:5432/" + name);
    }
}
