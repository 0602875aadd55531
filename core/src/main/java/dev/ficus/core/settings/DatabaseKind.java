package dev.ficus.core.settings;

import java.util.Locale;
import java.util.Optional;

/** The kind of a database, which follows from its URL. MariaDB is of the kind {@link #MYSQL}. */
public enum DatabaseKind {
    POSTGRES,
    MYSQL,
    MONGO;

    /** The kind of a URL, or empty where the URL is of none. */
    public static Optional<DatabaseKind> of(String url) {
        if (url.startsWith("jdbc:postgresql:")) {
            return Optional.of(POSTGRES);
        }
        if (url.startsWith("jdbc:mysql:") || url.startsWith("jdbc:mariadb:")) {
            return Optional.of(MYSQL);
        }
        if (url.startsWith("mongodb:") || url.startsWith("mongodb+srv:")) {
            return Optional.of(MONGO);
        }
        return Optional.empty();
    }

    /** The word used in {@code ficus.yaml}, messages and JSON: {@code postgres}, {@code mysql}, {@code mongo}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
