package dev.ficus.migrations.mongo;

import dev.ficus.migrations.mongo.StepRow.Direction;
import dev.ficus.migrations.mongo.StepRow.State;
import java.util.List;
import java.util.Optional;

/** How far a change came that was begun and is not done, and the three ways on, in words. */
final class StepProgress {
    private StepProgress() {}

    /** Such as {@code half applied: 1 of 3 steps ran, step 2 failed: ...}. */
    static String of(List<StepRow> rows) {
        boolean up = direction(rows) == Direction.UP;
        return "half applied: " + (up ? "" : "its way back stopped: ") + done(rows) + " of "
                + rows.get(0).total() + (up ? " steps ran, " : " rollbacks ran, ") + ending(rows, up);
    }

    /** The commands that lead out of it, in full. */
    static String waysOut(List<StepRow> rows, String repair) {
        boolean up = direction(rows) == Direction.UP;
        String resume = cut(rows)
                .map(row -> row.state() == State.FAILED
                        ? "correct what made it fail, then go on with: " + repair + " --resume"
                        : choice(row, repair))
                .orElse("go on with: " + repair + " --resume");
        return resume + "; or, after you have " + (up ? "run the rest" : "applied the change again") + " by hand: "
                + repair + " --mark-applied; or, after you have undone " + (up ? "what ran" : "the rest")
                + " by hand: " + repair + " --mark-rolled-back";
    }

    /** What to do with a step of which nobody but the user can find out whether it ran. */
    static String choice(StepRow row, String repair) {
        String resume = repair + " --resume --from ";
        int next = row.direction() == Direction.UP ? row.number() + 1 : row.number() - 1;
        boolean undone = row.state() == State.UNDOING;
        return "look in the database whether " + step(row) + " ran; if it did" + (undone ? "" : " not")
                + ", run " + (undone ? "the step" : "it") + " again and go on with: " + resume + row.number()
                + "; if it did" + (undone ? " not" : "") + ", go on after " + (undone ? "the step" : "it") + " with: "
                + resume + next;
    }

    /** Such as {@code the rollback of step 2}. */
    static String step(StepRow row) {
        boolean rollback = row.direction() == Direction.DOWN || row.state() == State.UNDOING;
        return (rollback ? "the rollback of step " : "step ") + row.number();
    }

    static Direction direction(List<StepRow> rows) {
        return rows.get(0).direction();
    }

    static long done(List<StepRow> rows) {
        return rows.stream().filter(row -> row.state() == State.DONE).count();
    }

    /** The step that began and is not known to have ended well. */
    private static Optional<StepRow> cut(List<StepRow> rows) {
        return rows.stream().filter(row -> row.state() != State.DONE).findFirst();
    }

    private static String ending(List<StepRow> rows, boolean up) {
        Optional<StepRow> cut = cut(rows);
        if (cut.isEmpty()) {
            boolean all = done(rows) == rows.get(0).total();
            return !all ? "then the run was cut off" : up ? "and the change was not recorded" : "and the record stands";
        }
        StepRow row = cut.get();
        return row.error()
                .map(error -> step(row) + " failed: " + error)
                .orElseGet(() -> "then the run was cut off in " + step(row) + ", which may or may not have run");
    }
}
