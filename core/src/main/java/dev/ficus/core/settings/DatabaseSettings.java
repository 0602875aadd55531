package dev.ficus.core.settings;

import java.nio.file.Path;
import java.util.Optional;

/**
 * One entry under {@code databases} in {@code ficus.yaml}, secrets resolved and paths absolute.
 *
 * @param name the name of the entry
 * @param kind follows from the URL
 * @param url a JDBC URL, or a MongoDB connection string; without user and password
 * @param user empty where the URL or the server needs none
 * @param password empty where there is none; never printed
 * @param migrations the directory of the change files, empty where this database keeps no history
 */
public record DatabaseSettings(
        String name,
        DatabaseKind kind,
        String url,
        Optional<String> user,
        Optional<String> password,
        Optional<Path> migrations) {

    /** Everything but the password. */
    @Override
    public String toString() {
        return name + " (" + kind.word() + " " + safeUrl()
                + user.map(u -> ", user " + u).orElse("") + ")";
    }

    /** The URL without parameters and credentials, fit for messages. */
    public String safeUrl() {
        String bare = url.replaceFirst("[?;].*$", "");
        return bare.replaceFirst("//[^/@]*@", "//");
    }

    /** True where both URLs name the same hosts and ports; two names of one host count as two. */
    public boolean isOnServerOf(DatabaseSettings other) {
        return server().equals(other.server());
    }

    private String server() {
        return safeUrl().replaceFirst("(//[^/]*)/.*$", "$1");
    }
}
