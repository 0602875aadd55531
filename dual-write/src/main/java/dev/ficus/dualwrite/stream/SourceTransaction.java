package dev.ficus.dualwrite.stream;

import dev.ficus.dualwrite.control.Position;
import java.util.Optional;

/**
 * A committed transaction of the source, as far as it matters to one domain.
 *
 * @param position just behind its commit: a stream that goes on there does not see it again
 * @param changes to the domain's tables, in order; empty where the transaction carried the mark of the opposite stream
 * @param echoes how many changes were left out because of that mark
 * @param beat the domain's beat, if the transaction carried one
 */
public record SourceTransaction(Position position, Changes changes, long echoes, Optional<Beat> beat) {
    private static final long OBJECTS = 200;

    /** About the bytes that it holds in memory. */
    long weight() {
        return OBJECTS + changes.weight();
    }
}
