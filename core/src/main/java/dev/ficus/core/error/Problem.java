package dev.ficus.core.error;

import java.util.Objects;

/**
 * One thing that is wrong, in the four parts that every message of Ficus has.
 *
 * @param code the stable name
 * @param what what is wrong, as a clause without a full stop; never holds a password or a row's value
 * @param where the file, database, table, change or option that it is about
 * @param fix what the reader does next; commands are written out in full
 */
public record Problem(ErrorCode code, String what, String where, String fix) {
    public Problem {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(where, "where");
        Objects.requireNonNull(fix, "fix");
    }
}
