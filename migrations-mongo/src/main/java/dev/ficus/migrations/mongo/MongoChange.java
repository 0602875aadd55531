package dev.ficus.migrations.mongo;

import dev.ficus.core.history.ChangeText;
import java.util.List;
import java.util.Optional;

/**
 * One change: a file, or a compiled change unit of Mongock.
 *
 * @param file the file name, or the class name of a unit
 * @param order by what the change is sorted: the file name, or the order of a unit
 * @param transaction whether all steps and the record commit together
 * @param checksum SHA-256 of the normalised text; empty for a unit, as the bytes of a class change with the compiler
 * @param steps at least one, in the order of the file
 */
record MongoChange(
        ChangeKey key,
        String file,
        String order,
        Transaction transaction,
        Optional<String> checksum,
        List<Step> steps) {

    MongoChange {
        steps = List.copyOf(steps);
    }

    /**
     * The identity of a change in Mongock's record.
     *
     * @param author empty where the file names none
     */
    record ChangeKey(String id, String author) {}

    /** One step; what undoes it is optional. */
    record Step(Operation apply, Optional<Operation> rollback) {
        /** The operation that a run in this direction sends. */
        Optional<Operation> operation(StepRow.Direction direction) {
            return direction == StepRow.Direction.UP ? Optional.of(apply) : rollback;
        }
    }

    /** What a change says about transactions. */
    enum Transaction {
        NONE,
        /** A unit of Mongock, which says so unless it is told otherwise: without one where the server has none. */
        IF_SUPPORTED,
        REQUIRED
    }

    String id() {
        return key.id();
    }

    /** True where the change cannot run without a transaction. */
    boolean transactional() {
        return transaction == Transaction.REQUIRED;
    }

    /** Whether it runs in a transaction on a server that has them, or has none. */
    boolean runsInTransaction(boolean supported) {
        return transactional() || (transaction == Transaction.IF_SUPPORTED && supported);
    }

    /** One for each step, over both of its operations. */
    List<String> hashes() {
        return steps.stream()
                .map(step -> ChangeText.sha256(step.apply().hash()
                        + step.rollback().map(Operation::hash).orElse("")))
                .toList();
    }

    boolean isUnit() {
        return checksum.isEmpty();
    }

    /** How many steps run before the transaction begins: the method of a unit with {@code @BeforeExecution}. */
    int stepsBeforeTransaction() {
        return isUnit() ? steps.size() - 1 : 0;
    }
}
