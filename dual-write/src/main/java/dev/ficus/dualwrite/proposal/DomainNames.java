package dev.ficus.dualwrite.proposal;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Names for domains, each given once. A domain is called like the table that most of its others refer to, without the
 * prefix that all tables of the database share ({@code wp_}), in whatever case.
 */
final class DomainNames {
    private static final int LONGEST = 40;

    private final String prefix;
    private final Set<String> given = new HashSet<>();

    DomainNames(Collection<String> tables) {
        this.prefix = sharedPrefix(tables);
    }

    /** What all tables begin with, up to and with the first underscore; empty where they share none. */
    String prefix() {
        return prefix;
    }

    private static String sharedPrefix(Collection<String> tables) {
        String first = tables.iterator().next();
        String start = first.substring(0, first.indexOf('_') + 1);
        boolean shared = tables.size() > 1
                && tables.stream()
                        .allMatch(table -> table.regionMatches(true, 0, start, 0, start.length())
                                && table.length() > start.length());
        return shared ? start : "";
    }

    String name(Collection<String> tables, Collection<Tie> ties) {
        String wanted = allowed(centre(tables, ties).substring(prefix.length()));
        String name = wanted;
        for (int i = 2; !given.add(name); i++) {
            String suffix = "_" + i;
            name = wanted.substring(0, Math.min(wanted.length(), LONGEST - suffix.length())) + suffix;
        }
        return name;
    }

    private static String centre(Collection<String> tables, Collection<Tie> ties) {
        Comparator<String> byReferrers = Comparator.comparingLong(table -> ties.stream()
                .filter(tie ->
                        tie.referencedTable().equals(table) && !tie.table().equals(table))
                .map(Tie::table)
                .distinct()
                .count());
        return new TreeSet<>(tables)
                .stream()
                        .max(byReferrers.thenComparing(Comparator.reverseOrder()))
                        .orElseThrow();
    }

    private static String allowed(String table) {
        String plain =
                table.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_").replaceAll("^_+|_+$", "");
        String started = plain.matches("[a-z].*") ? plain : ("domain_" + plain).replaceAll("_+$", "");
        return started.substring(0, Math.min(started.length(), LONGEST));
    }
}
