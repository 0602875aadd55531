package dev.ficus.migrations.sql;

import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Pattern;

/** What an exception of Liquibase says, without the SQL, URLs and credentials that it likes to carry. */
final class LiquibaseFailures {
    private static final Pattern URL = Pattern.compile("jdbc:[^\\s,;\\]]+");
    private static final Pattern SECRET = Pattern.compile("(?i)(password|pwd)\\s*[=:]\\s*[^\\s&,;]+");
    private static final int LONGEST = 400;

    private LiquibaseFailures() {}

    /** The error of the driver at the bottom, where there is one. */
    static Optional<SQLException> sql(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return Optional.of(sql);
            }
        }
        return Optional.empty();
    }

    /** The innermost message on one line. */
    static String words(Throwable failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null && innermost.getCause().getMessage() != null) {
            innermost = innermost.getCause();
        }
        String message = String.valueOf(innermost.getMessage());
        String line = message.strip().replaceAll("\\s+", " ").replaceFirst(" \\[Failed SQL:.*$", "");
        String safe = SECRET.matcher(URL.matcher(line).replaceAll("(url)")).replaceAll("$1=(withheld)");
        return safe.length() <= LONGEST ? safe : safe.substring(0, LONGEST) + "...";
    }
}
