package dev.ficus.core.history;

import java.util.List;
import java.util.Optional;

/**
 * How a database differs from what its history builds.
 *
 * @param scratch where the history was replayed
 * @param changes how many changes were replayed: those that are recorded as applied
 * @param objects how many objects were compared
 * @param differences empty where there is no drift
 */
public record DriftReport(String scratch, int changes, int objects, List<Difference> differences) {
    public DriftReport {
        differences = List.copyOf(differences);
    }

    /** What is wrong with an object. */
    public enum Kind {
        /** The history builds it, and the database does not have it. */
        MISSING,
        /** The database has it, and the history does not build it. */
        UNEXPECTED,
        /** Both have it, and it differs. */
        CHANGED
    }

    /**
     * One object that differs.
     *
     * @param type such as {@code table}, {@code column}, {@code index}
     * @param name with the table it belongs to: {@code orders.status}
     * @param expected what the history builds
     * @param actual what the database has
     */
    public record Difference(Kind kind, String type, String name, Optional<String> expected, Optional<String> actual) {}
}
