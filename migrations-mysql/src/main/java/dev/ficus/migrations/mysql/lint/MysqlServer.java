package dev.ficus.migrations.mysql.lint;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which server it is.
 *
 * @param number as {@code major * 10000 + minor * 100 + patch}
 */
record MysqlServer(boolean mariadb, int number) {
    /** The oldest that is supported. */
    static final MysqlServer OLDEST = new MysqlServer(false, 80_012);

    private static final Pattern VERSION =
            Pattern.compile("(\\d+)\\.(\\d+)\\.(\\d+)(?:-(\\d+)\\.(\\d+)\\.(\\d+)-MariaDB)?.*");

    static MysqlServer of(String version) {
        Matcher parts = VERSION.matcher(version);
        if (!parts.matches()) {
            return OLDEST;
        }
        // Old MariaDB servers say 5.5.5-10.6.1-MariaDB.
        int first = parts.group(4) == null ? 1 : 4;
        int number = Integer.parseInt(parts.group(first)) * 10_000
                + Integer.parseInt(parts.group(first + 1)) * 100
                + Integer.parseInt(parts.group(first + 2));
        return new MysqlServer(version.contains("MariaDB"), number);
    }

    /** Whether it is MySQL of this version or later; false on MariaDB. */
    boolean mysql(int from) {
        return !mariadb && number >= from;
    }

    /** Whether a copy lets writes go on. Source: MariaDB, "ALTER TABLE", LOCK=NONE (11.2 and later). */
    boolean copiesOnline() {
        return mariadb && number >= 110_200;
    }

    /** Such as {@code MySQL 9.7.0}. */
    String words() {
        return (mariadb ? "MariaDB " : "MySQL ") + number / 10_000 + "." + number / 100 % 100 + "." + number % 100;
    }
}
