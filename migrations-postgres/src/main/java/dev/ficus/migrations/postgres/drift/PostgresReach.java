package dev.ficus.migrations.postgres.drift;

import dev.ficus.migrations.sql.drift.Reach;
import dev.ficus.migrations.sql.drift.SqlWords;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a statement reaches on PostgreSQL. A session sees one database, so only what the whole server shares is left.
 * PostgreSQL manual, "Shared System Catalogs" among the system catalogs.
 */
final class PostgresReach {
    private static final Set<String> SHARED =
            Set.of("ROLE", "USER", "GROUP", "TABLESPACE", "DATABASE", "SUBSCRIPTION", "SYSTEM", "PARAMETER");
    private static final Set<String> DEFINE = Set.of("CREATE", "ALTER", "DROP");
    private static final Set<String> GRANT = Set.of("GRANT", "REVOKE");

    private PostgresReach() {}

    static Reach of(String sql) {
        List<List<String>> statements = SqlWords.statements(SqlWords.postgres(sql));
        List<String> shared = statements.stream()
                .map(PostgresReach::shared)
                .flatMap(Optional::stream)
                .toList();
        if (shared.isEmpty()) {
            return Reach.INSIDE;
        }
        return shared.size() == statements.size()
                ? new Reach.Server(shared.get(0))
                : new Reach.Elsewhere(shared.get(0) + " reaches beyond the database, together with other statements");
    }

    /** The words that say that a statement is about something that all databases share. */
    private static Optional<String> shared(List<String> words) {
        String first = word(words, 0);
        String second = word(words, 1);
        if (DEFINE.contains(first) && SHARED.contains(second) && !word(words, 2).equals("MAPPING")) {
            return Optional.of(first + " " + second);
        }
        if ((first.equals("REASSIGN") || first.equals("DROP")) && second.equals("OWNED")) {
            return Optional.of(first + " " + second);
        }
        if (first.equals("COMMENT") && SHARED.contains(word(words, 2))) {
            return Optional.of("COMMENT ON " + word(words, 2));
        }
        if (GRANT.contains(first)) {
            int on = index(words, "ON");
            boolean membership = on < 0;
            return membership || SHARED.contains(word(words, on + 1))
                    ? Optional.of(membership ? first : first + " ON " + word(words, on + 1))
                    : Optional.empty();
        }
        return Optional.empty();
    }

    private static int index(List<String> words, String word) {
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).equalsIgnoreCase(word)) {
                return i;
            }
        }
        return -1;
    }

    private static String word(List<String> words, int index) {
        return index < words.size() ? words.get(index).toUpperCase(Locale.ROOT) : "";
    }
}
