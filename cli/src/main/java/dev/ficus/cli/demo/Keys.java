package dev.ficus.cli.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The keys that a table ever held, to choose from. Deleted rows stay among them. Thread-safe. */
final class Keys {
    private final List<RowKey> keys = new ArrayList<>();
    private int initial;

    synchronized void addInitial(RowKey key) {
        keys.add(key);
        initial = keys.size();
    }

    synchronized void add(RowKey key) {
        keys.add(key);
    }

    synchronized Optional<RowKey> some(RandomGenerator random) {
        return between(0, random);
    }

    /** One of those that were added since the initial ones. */
    synchronized Optional<RowKey> someAdded(RandomGenerator random) {
        return between(initial, random);
    }

    private Optional<RowKey> between(int first, RandomGenerator random) {
        return first == keys.size() ? Optional.empty() : Optional.of(keys.get(random.nextInt(first, keys.size())));
    }
}
