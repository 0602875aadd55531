package dev.ficus.dualwrite.control;

import java.util.Locale;

/** The direction of a stream: forward is MySQL to PostgreSQL, reverse is PostgreSQL to MySQL. */
public enum Direction {
    FORWARD,
    REVERSE;

    public Direction opposite() {
        return this == FORWARD ? REVERSE : FORWARD;
    }

    /** The word in the control schema and in messages. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
