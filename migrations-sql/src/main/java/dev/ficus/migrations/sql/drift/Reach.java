package dev.ficus.migrations.sql.drift;

/** What a statement of a change reaches when it is replayed on a scratch database beside the real one. */
public sealed interface Reach {
    /** The scratch database only: it runs. */
    Reach INSIDE = new Inside();

    /** The scratch database only. */
    record Inside() implements Reach {}

    /**
     * What the whole server shares and no report compares, such as a role: it is left out.
     *
     * @param what the words that say so, such as {@code CREATE ROLE}; never a name or a value
     */
    record Server(String what) implements Reach {}

    /**
     * Something that may not be touched and without which the replay is not complete: it is refused.
     *
     * @param why as a clause
     */
    record Elsewhere(String why) implements Reach {}
}
