package dev.ficus.dualwrite.control;

import java.util.Locale;

/** What a trigger of the fence in MySQL refuses. */
enum FenceEvent {
    INSERT,
    UPDATE,
    DELETE;

    /** The letter in the trigger's name: {@code i}, {@code u}, {@code d}. */
    String letter() {
        return name().substring(0, 1).toLowerCase(Locale.ROOT);
    }
}
