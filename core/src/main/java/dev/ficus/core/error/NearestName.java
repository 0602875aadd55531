package dev.ficus.core.error;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that somebody probably meant, by edit distance. */
public final class NearestName {
    private NearestName() {}

    /** The known name nearest to {@code typed}, if it is near enough to be a slip of the fingers. */
    public static Optional<String> to(String typed, Collection<String> known) {
        int limit = Math.max(1, Math.min(3, typed.length() / 2));
        return known.stream()
                .filter(name -> distance(typed, name) <= limit)
                .min(Comparator.comparingInt(name -> distance(typed, name)));
    }

    /** A fix for a name that is unknown: the nearest one if there is one, else all of them. */
    public static String fix(String typed, Collection<String> known) {
        return to(typed, known)
                .map(name -> "did you mean " + name + "?")
                .orElseGet(() -> known.isEmpty() ? "remove it" : "use one of: " + String.join(", ", known));
    }

    /** Levenshtein's distance, upper and lower case being the same. */
    private static int distance(String a, String b) {
        String left = a.toLowerCase(Locale.ROOT);
        String right = b.toLowerCase(Locale.ROOT);
        int[] row = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int replaced = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[right.length()];
    }
}
