package dev.ficus.dualwrite.control;

import java.util.regex.Pattern;

/**
 * Which transactions were executed, by the names that a server gave them: names that stay the same on every replica.
 * Immutable and thread-safe; adding a name makes a new set that shares what it can, so each transaction may have its own.
 */
public sealed interface Gtids permits NoGtids, MysqlGtids, MariadbGtids {
    /** Of a server whose transactions have no names. */
    Gtids NONE = NoGtids.INSTANCE;

    /** Reads {@link #text()}, or what a server writes. The empty text is MySQL's empty set. */
    static Gtids parse(String text) {
        String bare = text.replaceAll("\\s+", "");
        return Form.MARIADB.matcher(bare).matches() ? MariadbGtids.parse(bare) : MysqlGtids.parse(bare);
    }

    /** False for {@link #NONE} alone: it says nothing about what was executed. */
    boolean known();

    /** Whether everything of the other set is in this one. Sets of different kinds contain nothing of each other. */
    boolean contains(Gtids other);

    /** As the server writes it, without spaces; the same for equal sets. */
    String text();

    /** What the texts look like. */
    final class Form {
        private static final Pattern MARIADB = Pattern.compile("\\d+-\\d+-\\d+(,\\d+-\\d+-\\d+)*");

        private Form() {}
    }
}
