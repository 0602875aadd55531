package dev.ficus.migrations.sql.lint;

import java.util.List;
import java.util.Set;

/**
 * A statement and what comes before it.
 *
 * @param change the change that it belongs to
 * @param text the statement
 * @param actions what it does
 * @param earlier what the statements before it in the same change do
 * @param newTables tables that this change or an earlier pending one makes: nobody uses them yet
 */
public record Scope<A extends SqlAction>(
        LintedChange change, String text, List<A> actions, List<A> earlier, Set<String> newTables) {
    public Scope {
        actions = List.copyOf(actions);
        earlier = List.copyOf(earlier);
        newTables = Set.copyOf(newTables);
    }
}
