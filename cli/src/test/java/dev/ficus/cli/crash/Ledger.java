package dev.ficus.cli.crash;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an application was told is accepted, kept outside the databases. Thread-safe. */
final class Ledger {
    private final Map<String, Integer> amounts = new LinkedHashMap<>();
    private final List<String> tokens = new ArrayList<>();
    private long changes;

    /** A token that is there, a different one for each number. */
    synchronized Optional<String> present(int number) {
        return tokens.isEmpty() ? Optional.empty() : Optional.of(tokens.get(number % tokens.size()));
    }

    synchronized void accepted(Write write, int rows) {
        amounts.put(write.token(), write.amount());
        tokens.add(write.token());
        write.updated().ifPresent(token -> amounts.put(token, write.amount()));
        write.deleted().ifPresent(token -> {
            amounts.remove(token);
            tokens.remove(token);
        });
        changes += rows;
    }

    /** Rows that accepted transactions inserted, updated or deleted. */
    synchronized long changes() {
        return changes;
    }

    /** What both sides must hold: {@code token|amount}. */
    synchronized List<String> rows() {
        return amounts.entrySet().stream()
                .map(entry -> entry.getKey() + "|" + entry.getValue())
                .toList();
    }

    /**
     * One transaction: a new purchase with its line, and perhaps a change of an older one.
     *
     * @param updated gets the new amount too
     */
    record Write(String token, int amount, Optional<String> updated, Optional<String> deleted) {}
}
