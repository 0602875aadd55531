package dev.ficus.dualwrite.proposal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Tables as a graph whose edges are the ties, whichever way they point. */
final class Groups {
    private Groups() {}

    /** The connected components, each in alphabetical order, by their first table. */
    static List<Set<String>> of(Collection<String> tables, Collection<Tie> ties) {
        Map<String, Set<String>> neighbours = neighbours(tables, ties);
        Set<String> seen = new TreeSet<>();
        List<Set<String>> groups = new ArrayList<>();
        for (String start : neighbours.keySet()) {
            if (seen.add(start)) {
                Set<String> group = reached(start, neighbours);
                seen.addAll(group);
                groups.add(group);
            }
        }
        return groups;
    }

    private static Map<String, Set<String>> neighbours(Collection<String> tables, Collection<Tie> ties) {
        Map<String, Set<String>> neighbours = new TreeMap<>();
        tables.forEach(table -> neighbours.put(table, new TreeSet<>()));
        for (Tie tie : ties) {
            Set<String> from = neighbours.get(tie.table());
            Set<String> to = neighbours.get(tie.referencedTable());
            if (from != null && to != null) {
                from.add(tie.referencedTable());
                to.add(tie.table());
            }
        }
        return neighbours;
    }

    private static Set<String> reached(String start, Map<String, Set<String>> neighbours) {
        Set<String> reached = new TreeSet<>(Set.of(start));
        Deque<String> open = new ArrayDeque<>(reached);
        while (!open.isEmpty()) {
            for (String next : neighbours.getOrDefault(open.remove(), Set.of())) {
                if (reached.add(next)) {
                    open.add(next);
                }
            }
        }
        return reached;
    }

    /** What others refer to first; among equals, and in a circle, by the alphabet. */
    static List<String> referencedFirst(Collection<String> tables, Collection<Tie> ties) {
        Set<String> rest = new TreeSet<>(tables);
        List<String> ordered = new ArrayList<>();
        while (!rest.isEmpty()) {
            String next = rest.stream()
                    .filter(table -> ties.stream()
                            .noneMatch(tie -> tie.table().equals(table)
                                    && !tie.referencedTable().equals(table)
                                    && rest.contains(tie.referencedTable())))
                    .findFirst()
                    .orElseGet(() -> rest.iterator().next());
            ordered.add(next);
            rest.remove(next);
        }
        return ordered;
    }
}
