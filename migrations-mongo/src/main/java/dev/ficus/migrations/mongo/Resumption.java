package dev.ficus.migrations.mongo;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.migrations.mongo.StepRow.Direction;
import dev.ficus.migrations.mongo.StepRow.State;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where a run that was begun goes on.
 *
 * @param next the step that runs next; 0 where every step was undone
 * @param skipped a step that the user found to have run
 */
record Resumption(Direction direction, int next, Optional<StepRow> skipped) {
    /**
     * @param from where the user wants to go on
     * @throws FicusException REPAIR_REFUSED where what ran has changed in the file, or where it is not certain what ran
     *     and {@code from} does not say it
     */
    static Resumption of(MongoChange change, List<StepRow> rows, OptionalInt from, HistoryMessages messages) {
        Direction direction = StepProgress.direction(rows);
        refuseEdited(change, rows, messages);
        int done = (int) StepProgress.done(rows);
        int next = direction == Direction.UP ? done + 1 : change.steps().size() - done;
        Optional<StepRow> cut = rows.stream()
                .filter(row -> row.number() == next && row.state() != State.DONE)
                .findFirst();
        if (from.isEmpty()) {
            cut.filter(row -> isUncertain(change, row)).ifPresent(row -> {
                throw uncertain(change, row, messages);
            });
        } else if (from.getAsInt() == after(next, direction) && cut.isPresent()) {
            return new Resumption(direction, from.getAsInt(), cut);
        } else if (from.getAsInt() != next) {
            throw elsewhere(change, from.getAsInt(), next, cut.isPresent(), direction, messages);
        }
        return new Resumption(direction, next, Optional.empty());
    }

    private static int after(int step, Direction direction) {
        return direction == Direction.UP ? step + 1 : step - 1;
    }

    private static void refuseEdited(MongoChange change, List<StepRow> rows, HistoryMessages messages) {
        if (rows.stream().anyMatch(row -> row.state() == State.DONE && !isUnchanged(change, row))) {
            throw refused(
                    change,
                    messages,
                    "a step of change " + change.id() + " that ran was edited since",
                    "restore the steps that ran, edit only those that did not, then run the command again");
        }
    }

    private static boolean isUnchanged(MongoChange change, StepRow row) {
        return operation(change, row)
                .map(operation -> row.hash().equals(Optional.of(operation.hash())))
                .orElse(false);
    }

    private static boolean isUncertain(MongoChange change, StepRow row) {
        boolean repeatable = operation(change, row).map(Operation::isRepeatable).orElse(false);
        return row.state() == State.UNDOING || (row.state() == State.STARTED && !repeatable);
    }

    private static Optional<Operation> operation(MongoChange change, StepRow row) {
        return row.number() > change.steps().size()
                ? Optional.empty()
                : change.steps().get(row.number() - 1).operation(row.direction());
    }

    private static FicusException uncertain(MongoChange change, StepRow row, HistoryMessages messages) {
        return refused(
                change,
                messages,
                "the run was cut off in " + StepProgress.step(row) + " of change " + change.id()
                        + ", which may or may not have run",
                StepProgress.choice(row, messages.commands().repair(change.key())));
    }

    private static FicusException elsewhere(
            MongoChange change, int from, int next, boolean cut, Direction direction, HistoryMessages messages) {
        return refused(
                change,
                messages,
                "change " + change.id() + " cannot go on at step " + from,
                "go on at step " + next + (cut ? ", or, if that step ran, at " + after(next, direction) : "")
                        + " with: " + messages.commands().repair(change.key()) + " --resume --from " + next);
    }

    private static FicusException refused(MongoChange change, HistoryMessages messages, String what, String fix) {
        return messages.refused(ErrorCode.REPAIR_REFUSED, change.key(), change.file(), what, fix);
    }
}
