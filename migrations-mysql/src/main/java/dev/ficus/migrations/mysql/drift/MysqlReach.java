package dev.ficus.migrations.mysql.drift;

import dev.ficus.migrations.sql.drift.Reach;
import dev.ficus.migrations.sql.drift.SqlWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a statement reaches on MySQL and MariaDB, where one statement can name any database of the server.
 *
 * @param others the other databases of the server, in lower case
 */
record MysqlReach(Set<String> others) {
    private static final Set<String> DEFINE = Set.of("CREATE", "ALTER", "DROP", "RENAME");
    private static final Set<String> SHARED =
            Set.of("USER", "ROLE", "SERVER", "TABLESPACE", "LOGFILE", "RESOURCE", "UNDO");
    private static final Set<String> DATABASE = Set.of("DATABASE", "SCHEMA");
    private static final Set<String> ADMINISTER = Set.of(
            "GRANT",
            "REVOKE",
            "FLUSH",
            "RESET",
            "PURGE",
            "KILL",
            "SHUTDOWN",
            "RESTART",
            "INSTALL",
            "UNINSTALL",
            "CHANGE",
            "STOP",
            "CLONE");
    private static final Set<String> START = Set.of("SLAVE", "REPLICA", "ALL", "GROUP_REPLICATION");
    private static final Set<String> GLOBAL = Set.of("GLOBAL", "PERSIST", "PERSIST_ONLY", "PASSWORD");

    Reach of(String sql) {
        List<String> words = SqlWords.mysql(sql);
        Optional<String> elsewhere = elsewhere(words);
        if (elsewhere.isPresent()) {
            return new Reach.Elsewhere(elsewhere.get());
        }
        List<List<String>> statements = SqlWords.statements(words);
        List<String> shared = statements.stream()
                .map(MysqlReach::shared)
                .flatMap(Optional::stream)
                .toList();
        if (shared.isEmpty()) {
            return Reach.INSIDE;
        }
        return shared.size() == statements.size()
                ? new Reach.Server(shared.get(0))
                : new Reach.Elsewhere(shared.get(0) + " reaches beyond the database, together with other statements");
    }

    /** An alias that is called like a database counts as the database: a replay that is refused does no harm. */
    private Optional<String> elsewhere(List<String> words) {
        for (int i = 0; i + 1 < words.size(); i++) {
            boolean qualifies =
                    words.get(i + 1).equals(".") && (i == 0 || !words.get(i - 1).equals("."));
            if (qualifies && others.contains(words.get(i).toLowerCase(Locale.ROOT))) {
                return Optional.of(
                        "the statement names database " + words.get(i) + ", and a replay beside it may not touch it");
            }
        }
        for (List<String> statement : SqlWords.statements(words)) {
            String first = word(statement, 0);
            if (first.equals("USE") || (DEFINE.contains(first) && DATABASE.contains(defined(statement)))) {
                return Optional.of("the statement is about a database as a whole, and a replay may not leave its own");
            }
        }
        return Optional.empty();
    }

    /** The words that say that a statement is about something that all databases share. */
    private static Optional<String> shared(List<String> words) {
        String first = word(words, 0);
        String second = word(words, 1);
        boolean everywhere = ADMINISTER.contains(first)
                || (first.equals("START") && START.contains(second))
                || (first.equals("SET") && (GLOBAL.contains(second) || second.equals("DEFAULT")));
        if (everywhere) {
            return Optional.of(first);
        }
        boolean library = first.equals("CREATE") && words.stream().anyMatch("SONAME"::equalsIgnoreCase);
        if (DEFINE.contains(first) && (library || SHARED.contains(defined(words)))) {
            return Optional.of(first + " " + (library ? "FUNCTION" : defined(words)));
        }
        boolean globalVariable = first.equals("SET") && words.stream().anyMatch("GLOBAL"::equalsIgnoreCase);
        return globalVariable ? Optional.of("SET GLOBAL") : Optional.empty();
    }

    /** The kind of object, behind {@code OR REPLACE} and {@code UNDO}. */
    private static String defined(List<String> words) {
        List<String> rest = new ArrayList<>(words.subList(1, words.size()));
        if (word(rest, 0).equals("OR") && word(rest, 1).equals("REPLACE")) {
            rest = rest.subList(2, rest.size());
        }
        return word(rest, 0);
    }

    private static String word(List<String> words, int index) {
        return index < words.size() ? words.get(index).toUpperCase(Locale.ROOT) : "";
    }
}
