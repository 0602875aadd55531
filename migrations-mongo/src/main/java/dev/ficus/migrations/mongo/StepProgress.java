package dev.ficus.migrations.mongo;

import dev.ficus.migrations.mongo.StepRow.Direction;
import dev.ficus.migrations.mongo.StepRow.State;
import java.util.List;

/** How far a change came that was begun and is not done, and the three ways on, in words. */
final class StepProgress {
    private StepProgress() {}

    /** Such as {@code half applied: 1 of 3 steps ran, step 2 failed: ...}. */
    static String of(List<StepRow> rows) {
        boolean up = direction(rows) == Direction.UP;
        return (up ? "half applied: " : "half undone: ") + done(rows) + " of "
                + rows.get(0).total() + (up ? " steps ran, " : " steps were undone, ") + ending(rows, up);
    }

    /** The commands that end the state, in full. */
    static String wayOut(List<StepRow> rows, String repair) {
        boolean up = direction(rows) == Direction.UP;
        return "correct what failed, then " + (up ? "run on" : "undo the rest") + " with: " + repair
                + " --resume; or " + (up ? "run the rest by hand" : "apply again by hand what was undone")
                + ", then: " + repair + " --mark-applied; or undo by hand " + (up ? "what ran" : "the rest")
                + ", then: " + repair + " --mark-rolled-back";
    }

    static Direction direction(List<StepRow> rows) {
        return rows.get(0).direction();
    }

    static long done(List<StepRow> rows) {
        return rows.stream().filter(row -> row.state() == State.DONE).count();
    }

    private static String ending(List<StepRow> rows, boolean up) {
        StepRow last = rows.stream()
                .filter(row -> row.state() != State.DONE)
                .findFirst()
                .orElse(rows.get(rows.size() - 1));
        return switch (last.state()) {
            case DONE ->
                done(rows) == last.total()
                        ? "and " + (up ? "the change was not recorded" : "its record stands")
                        : "then the run was cut off";
            case STARTED ->
                "then the run was cut off in " + (up ? "step " : "the rollback of step ") + last.number()
                        + ", which may or may not have run";
            case FAILED ->
                (up ? "step " : "the rollback of step ") + last.number() + " failed: "
                        + last.error().orElse("");
            case UNDOING ->
                last.error()
                        .map(error -> "the rollback of step " + last.number() + " failed: " + error)
                        .orElseGet(() -> "then the run was cut off in the rollback of step " + last.number()
                                + ", which may or may not have run");
        };
    }
}
