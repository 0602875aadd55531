package dev.ficus.dualwrite.doctor;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What {@code SHOW GRANTS} says of the user that is logged in, its active roles included. */
final class MysqlGrants {
    private static final Pattern LINE = Pattern.compile(
            "(GRANT|REVOKE) (.+) ON (?:TABLE )?(\\*|`(?:[^`]|``)+`)\\." + "(\\*|`(?:[^`]|``)+`) (?:TO|FROM) .*");

    /** @param object empty for a whole database */
    private record Grant(boolean gives, List<String> rights, Pattern database, Optional<String> object) {
        boolean covers(String right, String name, @Nullable String table) {
            return (rights.contains(right) || rights.contains("ALL PRIVILEGES"))
                    && database.matcher(name).matches()
                    && (object.isEmpty() || object.get().equals(table));
        }
    }

    private final List<Grant> grants = new ArrayList<>();
    private final String user;

    private MysqlGrants(String user) {
        this.user = user;
    }

    static MysqlGrants of(Side mysql) throws SQLException {
        String name = mysql.value("SELECT CURRENT_USER()").orElse("@");
        int at = name.lastIndexOf('@');
        MysqlGrants grants = new MysqlGrants(quoted(name.substring(0, at)) + "@" + quoted(name.substring(at + 1)));
        for (List<@Nullable String> row : mysql.rows(statement(mysql))) {
            grants.read(String.valueOf(row.get(0)));
        }
        return grants;
    }

    /** MySQL shows the rights of roles only where they are named; MariaDB shows those of the active role. */
    private static String statement(Side mysql) throws SQLException {
        String role = mysql.value("SELECT CURRENT_ROLE()").orElse("NONE");
        return mysql.mariadb() || role.equals("NONE") ? "SHOW GRANTS" : "SHOW GRANTS FOR CURRENT_USER() USING " + role;
    }

    private static String quoted(String name) {
        return "'" + name.replace("'", "''") + "'";
    }

    /** As a statement takes it: {@code 'ficus'@'%'}. */
    String user() {
        return user;
    }

    /** Whether the user has a right everywhere. */
    boolean global(String right) {
        return has(right, "", null);
    }

    /** Whether the user has a right in a database, or on a table of it. */
    boolean has(String right, String database, @Nullable String table) {
        boolean revoked = grants.stream().anyMatch(grant -> !grant.gives() && grant.covers(right, database, table));
        return !revoked && grants.stream().anyMatch(grant -> grant.gives() && grant.covers(right, database, table));
    }

    private void read(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            return; // a role, or a right to act for another user
        }
        List<String> rights = Arrays.stream(matcher.group(2).split(", ?(?![^(]*\\))"))
                .map(right -> right.strip().toUpperCase(Locale.ROOT))
                .toList();
        String database = matcher.group(3);
        String object = matcher.group(4);
        grants.add(new Grant(
                matcher.group(1).equals("GRANT"),
                rights,
                database.equals("*") ? Pattern.compile(".*") : like(unquoted(database)),
                object.equals("*") ? Optional.empty() : Optional.of(unquoted(object))));
    }

    private static String unquoted(String name) {
        return name.substring(1, name.length() - 1).replace("``", "`");
    }

    /** In the name of a database {@code _} and {@code %} stand for others, unless a backslash is before them. */
    private static Pattern like(String name) {
        StringBuilder pattern = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '\\' && i + 1 < name.length()) {
                pattern.append(Pattern.quote(String.valueOf(name.charAt(++i))));
            } else if (c == '%') {
                pattern.append(".*");
            } else {
                pattern.append(c == '_' ? "." : Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(pattern.toString());
    }
}
