package dev.ficus.dualwrite.stream;

import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * Is told what the streams do, on their threads and on that of the watch over the logs: an implementation is thread-safe,
 * returns at once and does not throw.
 */
@FunctionalInterface
public interface StreamListener extends Consumer<StreamStatus> {
    /** What a domain does, several times a second. */
    @Override
    void accept(StreamStatus status);

    /**
     * How much is used up of the time or the space for which the source keeps the log that a domain's stream still needs, at
     * each look of the watch. Where a server does not answer nothing is told.
     *
     * @param used from 0 to 1, and 1 too where the log is gone; empty where the source keeps it without a limit, and in a
     *     phase without a stream
     */
    default void retention(String domain, OptionalDouble used) {}
}
