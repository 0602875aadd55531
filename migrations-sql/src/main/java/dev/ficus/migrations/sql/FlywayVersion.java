package dev.ficus.migrations.sql;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A version as Flyway orders them: numbers between dots or underscores. Zeros in front of a number and zeros at the end
 * do not count.
 */
record FlywayVersion(List<BigInteger> parts) implements Comparable<FlywayVersion> {
    static FlywayVersion of(String text) {
        List<BigInteger> parts = new ArrayList<>(Stream.of(text.split("[._]"))
                .filter(part -> !part.isEmpty())
                .map(BigInteger::new)
                .toList());
        while (!parts.isEmpty() && parts.get(parts.size() - 1).signum() == 0) {
            parts.remove(parts.size() - 1);
        }
        return new FlywayVersion(List.copyOf(parts));
    }

    @Override
    public int compareTo(FlywayVersion other) {
        for (int i = 0; i < Math.max(parts.size(), other.parts.size()); i++) {
            int order = part(i).compareTo(other.part(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private BigInteger part(int index) {
        return index < parts.size() ? parts.get(index) : BigInteger.ZERO;
    }
}
