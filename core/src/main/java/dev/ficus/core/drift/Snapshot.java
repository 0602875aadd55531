package dev.ficus.core.drift;

import dev.ficus.core.drift.SchemaObject.Key;
import dev.ficus.core.history.DriftReport.Difference;
import dev.ficus.core.history.DriftReport.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The objects of a database at one moment. Immutable. */
public final class Snapshot {
    private final Map<Key, SchemaObject> objects = new TreeMap<>();

    /**
     * @throws IllegalArgumentException where two objects have one key
     */
    public Snapshot(Collection<SchemaObject> all) {
        for (SchemaObject object : all) {
            if (objects.put(object.key(), object) != null) {
                throw new IllegalArgumentException("there twice: " + object.key());
            }
        }
    }

    /** How many objects there are. */
    public int size() {
        return objects.size();
    }

    /** The objects, in the order of their keys. */
    public List<SchemaObject> objects() {
        return List.copyOf(objects.values());
    }

    /**
     * How the database differs from this snapshot of what its history builds, ordered by name, then by type. Of an object
     * that is missing or unexpected, what is inside it is not told again.
     */
    public List<Difference> differences(Snapshot actual) {
        SortedSet<Key> keys = new TreeSet<>(objects.keySet());
        keys.addAll(actual.objects.keySet());
        List<Difference> differences = new ArrayList<>();
        for (Key key : keys) {
            difference(key, actual).ifPresent(differences::add);
        }
        differences.sort(Comparator.comparing(Difference::name).thenComparing(Difference::type));
        return differences;
    }

    private Optional<Difference> difference(Key key, Snapshot actual) {
        SchemaObject expected = objects.get(key);
        SchemaObject found = actual.objects.get(key);
        if (found == null) {
            return expected == null ? Optional.empty() : actual.lacks(expected, Kind.MISSING);
        }
        if (expected == null) {
            return lacks(found, Kind.UNEXPECTED);
        }
        return expected.definition().equals(found.definition())
                ? Optional.empty()
                : Optional.of(new Difference(
                        Kind.CHANGED,
                        key.type(),
                        key.name(),
                        Optional.of(expected.definition()),
                        Optional.of(found.definition())));
    }

    /** Empty where what the object is inside is not here either. */
    private Optional<Difference> lacks(SchemaObject object, Kind kind) {
        if (object.inside().filter(outer -> !objects.containsKey(outer)).isPresent()) {
            return Optional.empty();
        }
        Optional<String> definition = Optional.of(object.definition());
        return Optional.of(new Difference(
                kind,
                object.key().type(),
                object.key().name(),
                kind == Kind.MISSING ? definition : Optional.empty(),
                kind == Kind.UNEXPECTED ? definition : Optional.empty()));
    }
}
