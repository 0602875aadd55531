package dev.ficus.migrations.mysql.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Words of MariaDB that the grammar does not know and that do not change what is locked: {@code IF [NOT] EXISTS} inside
 * ALTER TABLE, {@code ONLINE}, {@code WAIT n}, {@code NOWAIT}, {@code SET STATEMENT ... FOR}. They are read by token and
 * taken out.
 */
final class MariadbWords {
    private static final Pattern TOKEN = Pattern.compile(
            "(?s)\\s+|--[ \\t][^\\n]*|#[^\\n]*|/\\*.*?\\*/|'(?:[^'\\\\]|''|\\\\.)*'|\"(?:[^\"\\\\]|\"\"|\\\\.)*\"|`[^`]*`"
                    + "|[\\p{L}\\p{N}_$@]+|.");
    private static final List<List<String>> SPARE = List.of(
            List.of("IF", "NOT", "EXISTS"),
            List.of("IF", "EXISTS"),
            List.of("ONLINE"),
            List.of("NOWAIT"),
            List.of("WAIT", "#"));

    private MariadbWords() {}

    /**
     * A statement that the grammar may know.
     *
     * @param waits whether the statement itself says how long it waits for locks
     */
    record Plain(String statement, boolean waits) {}

    /** Empty where nothing is there to take out. */
    static Optional<Plain> without(String statement) {
        List<String> tokens = tokens(statement);
        boolean waits = false;
        if (starts(tokens, 0, List.of("SET", "STATEMENT"))) {
            int end = upper(tokens).indexOf("FOR");
            if (end < 0) {
                return Optional.empty();
            }
            waits = upper(tokens.subList(0, end)).contains("LOCK_WAIT_TIMEOUT");
            tokens = tokens.subList(end + 1, tokens.size());
        }
        List<String> kept = new ArrayList<>();
        boolean alters = starts(tokens, 0, List.of("ALTER"));
        for (int i = 0; i < tokens.size(); i++) {
            int skip = alters ? spare(tokens, i) : 0;
            waits |= skip > 0
                    && (upper(tokens).get(i).equals("WAIT")
                            || upper(tokens).get(i).equals("NOWAIT"));
            if (skip > 0) {
                i += skip - 1;
            } else {
                kept.add(tokens.get(i));
            }
        }
        String plain = String.join(" ", kept);
        return kept.size() == tokens(statement).size() ? Optional.empty() : Optional.of(new Plain(plain, waits));
    }

    private static int spare(List<String> tokens, int at) {
        return SPARE.stream()
                .filter(words -> starts(tokens, at, words))
                .mapToInt(List::size)
                .findFirst()
                .orElse(0);
    }

    private static boolean starts(List<String> tokens, int at, List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            if (at + i >= tokens.size()) {
                return false;
            }
            String token = tokens.get(at + i).toUpperCase(Locale.ROOT);
            boolean number = words.get(i).equals("#") && token.chars().allMatch(Character::isDigit);
            if (!number && !token.equals(words.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static List<String> upper(List<String> tokens) {
        return tokens.stream().map(token -> token.toUpperCase(Locale.ROOT)).toList();
    }

    private static List<String> tokens(String statement) {
        List<String> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(statement);
        while (matcher.find()) {
            String token = matcher.group();
            boolean comment = token.startsWith("#")
                    || token.startsWith("-- ")
                    || token.startsWith("--\t")
                    || token.startsWith("/*");
            if (!token.isBlank() && !comment) {
                tokens.add(token);
            }
        }
        return tokens;
    }
}
