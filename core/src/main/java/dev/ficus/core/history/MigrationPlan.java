package dev.ficus.core.history;

import java.util.List;
import java.util.OptionalLong;

/**
 * What a run would do, statement by statement.
 *
 * @param direction which way the run goes
 * @param changes in the order in which they would run
 * @param hash SHA-256 in hex over the direction, the record as it is and every change and statement; a run that is given
 *     it refuses to start if anything of that moved since. Estimates are not part of it
 */
public record MigrationPlan(Direction direction, List<PlannedChange> changes, String hash) {
    public MigrationPlan {
        changes = List.copyOf(changes);
    }

    /** Which way a run goes. */
    public enum Direction {
        UP,
        DOWN
    }

    /**
     * One change that would run.
     *
     * @param transactional whether its statements and its record commit together
     */
    public record PlannedChange(
            String id, String author, String file, boolean transactional, List<PlannedStatement> statements) {
        public PlannedChange {
            statements = List.copyOf(statements);
        }
    }

    /**
     * One statement, or one command of MongoDB in Extended JSON.
     *
     * @param text exactly as it would be sent
     * @param effect what it locks and how much it touches, as far as that is known before it runs
     */
    public record PlannedStatement(String text, StatementEffect effect) {}

    /**
     * What a statement does to others.
     *
     * @param locks one entry for each object that is locked; empty where nothing is or where {@code known} is false
     * @param rows the server's own estimate of the rows read or written; empty where there is none
     * @param known false where the statement is not understood, and nothing is said about it
     */
    public record StatementEffect(List<ObjectLock> locks, OptionalLong rows, boolean known) {
        /** Nothing is known about the statement. */
        public static final StatementEffect UNKNOWN = new StatementEffect(List.of(), OptionalLong.empty(), false);

        public StatementEffect {
            locks = List.copyOf(locks);
        }
    }

    /**
     * A lock on an object.
     *
     * @param object such as {@code table orders}
     * @param mode the server's own word, such as {@code ACCESS EXCLUSIVE}
     * @param meaning who waits and for how long, as a clause: {@code reads and writes wait while the table is rewritten}
     */
    public record ObjectLock(String object, String mode, String meaning) {}
}
