package dev.ficus.dualwrite.proposal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Where a large group of tables could be divided: at the pair of tables whose foreign keys alone hold two parts together,
 * or else at the one table that most hangs on.
 */
final class ThinnestCut {
    private final Set<String> tables;
    private final List<Tie> ties;

    private ThinnestCut(Set<String> tables, List<Tie> ties) {
        this.tables = tables;
        this.ties = ties;
    }

    /** In words. */
    static String of(Set<String> tables, List<Tie> ties) {
        ThinnestCut cut = new ThinnestCut(tables, ties);
        return cut.betweenTwoTables().or(cut::aroundOneTable).orElse("no single table or foreign key divides it");
    }

    /** The even-most division that leaves no part of one table alone. */
    private Optional<String> betweenTwoTables() {
        Optional<Tie> best = Optional.empty();
        int most = 1;
        for (Tie tie : ties) {
            List<Set<String>> parts = Groups.of(tables, without(tie));
            int smaller = parts.stream().mapToInt(Set::size).min().orElse(0);
            if (parts.size() == 2 && smaller > most) {
                best = Optional.of(tie);
                most = smaller;
            }
        }
        int smaller = most;
        return best.map(tie -> "without " + words(tie) + " it would be two domains, of " + (tables.size() - smaller)
                + " and " + smaller + " tables");
    }

    private List<Tie> without(Tie cut) {
        Set<String> pair = Set.copyOf(List.of(cut.table(), cut.referencedTable()));
        return ties.stream().filter(tie -> !samePair(tie, pair)).toList();
    }

    private static boolean samePair(Tie tie, Set<String> pair) {
        return pair.equals(new TreeSet<>(List.of(tie.table(), tie.referencedTable())));
    }

    private String words(Tie cut) {
        Set<String> pair = new TreeSet<>(List.of(cut.table(), cut.referencedTable()));
        return ties.stream().filter(tie -> samePair(tie, pair)).map(Tie::words).collect(Collectors.joining(" and "));
    }

    private Optional<String> aroundOneTable() {
        record Division(String hub, List<Integer> sizes) {}
        List<Division> divisions = new ArrayList<>();
        for (String hub : tables) {
            Set<String> rest = new TreeSet<>(tables);
            rest.remove(hub);
            divisions.add(new Division(hub, sizes(Groups.of(rest, ties))));
        }
        return divisions.stream()
                .filter(division -> division.sizes().size() > 1)
                .min(Comparator.comparing(division -> division.sizes().get(0)))
                .map(division -> "without the keys to and from " + division.hub() + " it would fall into parts of "
                        + division.sizes().stream().map(String::valueOf).collect(Collectors.joining(", "))
                        + " tables");
    }

    private static List<Integer> sizes(Collection<Set<String>> parts) {
        return parts.stream().map(Set::size).sorted(Comparator.reverseOrder()).toList();
    }
}
