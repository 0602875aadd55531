package dev.ficus.cli.output;

import java.util.Optional;

/**
 * What a command found. An implementation is a record whose components are the keys of its JSON document, in their order;
 * that document is a contract, so it is never an internal class of a library.
 */
public interface Result {
    /** The name of the JSON document, the command's words joined by hyphens: {@code migrate-status}. */
    String document();

    /** Writes the result for a reader. */
    void writeText(TextPrinter out);

    /** What most users type next, without the leading {@code ficus}; shown below the text, on stderr. */
    default Optional<String> next() {
        return Optional.empty();
    }
}
