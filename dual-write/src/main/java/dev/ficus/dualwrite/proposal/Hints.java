package dev.ficus.dualwrite.proposal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Columns without a foreign key whose name looks like one: {@code order_id}, {@code id_order} or {@code order} beside a
 * table {@code order} or {@code orders}, and columns that are called like the key of one table alone. The type has to be
 * that of the key.
 */
final class Hints {
    private final Map<String, SourceTable> tables;
    private final Collection<Tie> ties;
    private final String prefix;

    Hints(Map<String, SourceTable> tables, Collection<Tie> ties, String prefix) {
        this.tables = tables;
        this.ties = ties;
        this.prefix = prefix;
    }

    /** @param domainOf tables of the same domain need no hint */
    List<Tie> between(Map<String, String> domainOf) {
        List<Tie> hints = new ArrayList<>();
        for (String table : domainOf.keySet()) {
            SourceTable source = tables.get(table);
            if (source != null) {
                source.columns()
                        .keySet()
                        .forEach(column -> hint(source, column)
                                .filter(hint -> domainOf.containsKey(hint.referencedTable())
                                        && !domainOf.get(table).equals(domainOf.get(hint.referencedTable())))
                                .ifPresent(hints::add));
            }
        }
        return hints.stream().sorted(Tie.ORDER).toList();
    }

    private Optional<Tie> hint(SourceTable source, String column) {
        boolean isKey = source.singleKey().filter(column::equals).isPresent();
        boolean declared = ties.stream()
                .anyMatch(tie ->
                        tie.table().equals(source.name()) && tie.columns().contains(column));
        if (isKey || declared) {
            return Optional.empty();
        }
        return only(tables.values().stream()
                        .filter(target -> !target.equals(source) && fits(source, column, target))
                        .toList())
                .flatMap(target -> target.singleKey()
                        .map(key -> new Tie(source.name(), List.of(column), target.name(), List.of(key))));
    }

    private boolean fits(SourceTable source, String column, SourceTable target) {
        return target.singleKey()
                .filter(key ->
                        named(column, target.name()) || (key.equalsIgnoreCase(column) && !key.equalsIgnoreCase("id")))
                .filter(key ->
                        sameType(source.columns().get(column), target.columns().get(key)))
                .isPresent();
    }

    private boolean named(String column, String table) {
        String noun = column.toLowerCase(Locale.ROOT).replaceFirst("_?id$|^id_", "");
        String bare = table.substring(prefix.length()).toLowerCase(Locale.ROOT);
        return !noun.isEmpty()
                && List.of(noun, noun + "s", noun + "es", noun.replaceFirst("y$", "ies"))
                        .contains(bare);
    }

    /** MySQL 8.0.19 shows integers without a width, MariaDB and older ones with it. */
    private static boolean sameType(@Nullable String a, @Nullable String b) {
        return a != null && b != null && bare(a).equals(bare(b));
    }

    private static String bare(String declared) {
        return declared.contains("int") ? declared.replaceFirst("\\(\\d+\\)", "") : declared;
    }

    private static Optional<SourceTable> only(List<SourceTable> fitting) {
        return fitting.size() == 1 ? Optional.of(fitting.get(0)) : Optional.empty();
    }
}
