package dev.ficus.core.settings;

import java.util.regex.Pattern;

/** What {@code ficus.yaml} asks of a URL. No message repeats the URL: a password may stand in it. */
final class DatabaseUrl {
    private static final Pattern LOGIN_BEFORE_HOST = Pattern.compile("//[^/?]*@");
    private static final Pattern LOGIN_AS_PARAMETER = Pattern.compile("(?i)[?&;(,](user|password)=");
    private static final Pattern DATABASE = Pattern.compile("(//[^/]*/|^jdbc:postgresql:)[^/]+");

    private DatabaseUrl() {}

    /** True where user or password stand inside the URL. */
    static boolean carriesLogin(String url) {
        return LOGIN_BEFORE_HOST.matcher(url).find()
                || LOGIN_AS_PARAMETER.matcher(url).find();
    }

    /** True where the URL names a database on the server. */
    static boolean namesDatabase(String url) {
        String bare = url.replaceFirst("[?;].*$", "");
        return bare.contains("//")
                ? Pattern.compile("//[^/]*/[^/]+$").matcher(bare).find()
                : DATABASE.matcher(bare).matches();
    }

    /** MySQL's driver serves MariaDB too, but knows one spelling only. */
    static String forDriver(String url) {
        return url.replaceFirst("^jdbc:mariadb:", "jdbc:mysql:");
    }
}
