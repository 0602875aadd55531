package dev.ficus.dualwrite.stream;

import java.time.Instant;

/**
 * A beat of the source as it came through the stream.
 *
 * @param number grows by one with every beat of the domain on this side
 * @param sentAt by the source's clock
 */
public record Beat(long number, Instant sentAt) {}
