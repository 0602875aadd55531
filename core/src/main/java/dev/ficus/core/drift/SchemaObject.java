package dev.ficus.core.drift;

import java.util.Optional;

/**
 * One object of a schema.
 *
 * @param key what it is
 * @param inside the object that it comes and goes with, such as the table of a column
 * @param definition a text that is the same for two objects that are defined alike, whatever their database is called
 */
public record SchemaObject(Key key, Optional<Key> inside, String definition) {

    /**
     * The identity of an object; sorts by type, then by name.
     *
     * @param type such as {@code table}
     * @param name such as {@code orders}, and of what is in a table {@code orders.status}
     */
    public record Key(String type, String name) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int types = type.compareTo(other.type);
            return types != 0 ? types : name.compareTo(other.name);
        }
    }
}
