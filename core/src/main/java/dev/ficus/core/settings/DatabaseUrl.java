package dev.ficus.core.settings;

import java.util.Optional;
import java.util.regex.Pattern;

/** What {@code ficus.yaml} asks of a URL. No message repeats the URL: a password may stand in it. */
public final class DatabaseUrl {
    /** What can be wrong with a URL. */
    public enum Fault {
        UNKNOWN_KIND(
                "is of no known kind",
                "start it with jdbc:postgresql:, jdbc:mysql:, jdbc:mariadb:, mongodb: or mongodb+srv:"),
        LOGIN_INSIDE(
                "holds a user or a password", "move them to the keys user and password: password: \"${env:NAME}\""),
        NO_DATABASE("names no database", "end it with the name of the database: …/NAME");

        private final String what;
        private final String fix;

        Fault(String what, String fix) {
            this.what = what;
            this.fix = fix;
        }

        /** The end of a sentence that begins with the URL's place. */
        public String what() {
            return what;
        }

        /** What to do about it in {@code ficus.yaml}. */
        public String fix() {
            return fix;
        }
    }

    private static final Pattern LOGIN_BEFORE_HOST = Pattern.compile("//[^/?]*@");
    private static final Pattern LOGIN_AS_PARAMETER = Pattern.compile("(?i)[?&;(,](user|password)=");
    private static final Pattern DATABASE = Pattern.compile("(//[^/]*/|^jdbc:postgresql:)[^/]+");

    private DatabaseUrl() {}

    /** The first thing that is wrong; empty where nothing is. */
    public static Optional<Fault> fault(String url) {
        if (DatabaseKind.of(url).isEmpty()) {
            return Optional.of(Fault.UNKNOWN_KIND);
        }
        if (carriesLogin(url)) {
            return Optional.of(Fault.LOGIN_INSIDE);
        }
        return namesDatabase(url) ? Optional.empty() : Optional.of(Fault.NO_DATABASE);
    }

    /** True where user or password stand inside the URL. */
    private static boolean carriesLogin(String url) {
        return LOGIN_BEFORE_HOST.matcher(url).find()
                || LOGIN_AS_PARAMETER.matcher(url).find();
    }

    /** True where the URL names a database on the server. */
    private static boolean namesDatabase(String url) {
        String bare = url.replaceFirst("[?;].*$", "");
        return bare.contains("//")
                ? Pattern.compile("//[^/]*/[^/]+$").matcher(bare).find()
                : DATABASE.matcher(bare).matches();
    }

    /** MySQL's driver serves MariaDB too, but knows one spelling only. */
    public static String forDriver(String url) {
        return url.replaceFirst("^jdbc:mariadb:", "jdbc:mysql:");
    }
}
