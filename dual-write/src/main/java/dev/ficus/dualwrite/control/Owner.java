package dev.ficus.dualwrite.control;

import java.util.Locale;

/** The side whose copy of a domain accepts writes. */
public enum Owner {
    MYSQL,
    POSTGRES;

    /** The word in messages and JSON: {@code mysql}, {@code postgres}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
