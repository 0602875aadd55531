package dev.ficus.migrations.sql;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.history.ChangeState;
import dev.ficus.core.history.MigrationPlan.Direction;
import dev.ficus.core.history.RepairOptions.Action;
import dev.ficus.core.history.Target;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The sentences about a change that is half applied, and about a repair that is refused.
 *
 * @param source where the files are
 */
record RepairMessages(HistorySource source, Commands commands, ShownSql shown) {
    private static final int LONGEST_STATEMENT = 200;

    /** How far a change came, with the statement that failed or may have run. */
    String progress(HalfApplied half) {
        StatementRow last = half.last();
        boolean back = half.direction() == Direction.DOWN;
        String ran = (back ? "its way back stopped: " : "") + half.done().size() + " of " + last.total()
                + " statements ran, ";
        String statement = "statement " + last.number();
        return ran
                + switch (last.state()) {
                    case DONE ->
                        last.number() < last.total()
                                ? "then the run was cut off"
                                : back ? "and the record was not removed" : "and the change was not recorded";
                    case STARTED ->
                        "then the run was cut off in " + statement + ", which may or may not have run: " + text(last);
                    case FAILED -> statement + " failed: " + last.error().orElse("") + ": " + text(last);
                };
    }

    /** The commands that lead out of a half-applied change, in full. */
    String waysOut(HalfApplied half) {
        boolean back = half.direction() == Direction.DOWN;
        String repair = commands.repair(half.key());
        String resume = half.uncertain()
                ? choice(half)
                : (half.begun().isPresent() ? "correct what made it fail, then go on with: " : "go on with: ") + repair
                        + " --resume";
        return resume + "; or, after you have " + (back ? "applied the change again" : "run the rest") + " by hand: "
                + repair + " --mark-applied; or, after you have undone " + (back ? "the rest" : "what ran")
                + " by hand: "
                + repair + " --mark-rolled-back";
    }

    FicusException otherState(ChangeKey key, ChangeState state, Action action, Optional<HalfApplied> half) {
        String what = "change " + key.id() + " is "
                + state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return refused(
                key,
                what + ", and " + option(action) + " is for changes that are " + meant(action),
                fix(key, state, half));
    }

    private String fix(ChangeKey key, ChangeState state, Optional<HalfApplied> half) {
        return switch (state) {
            case PENDING -> "it has not run; run it with: " + commands.up(Target.ALL, false);
            case APPLIED -> "there is nothing to repair";
            case EDITED -> "restore the file as it ran, or record the edit with: " + commands.repair(key);
            case MISSING ->
                "restore the file, or take the change out of the record with: " + commands.repair(key) + " --forget";
            case HALF_APPLIED -> half.map(this::waysOut).orElse("see " + commands.status());
        };
    }

    /** Nobody but the user can know whether a statement ran. */
    FicusException uncertain(HalfApplied half) {
        StatementRow last = half.last();
        return refused(
                half.key(),
                "the run was cut off in statement " + last.number() + " of change "
                        + half.key().id() + ", which may or may not have run: " + text(last),
                choice(half));
    }

    private String choice(HalfApplied half) {
        String resume = commands.repair(half.key()) + " --resume --from ";
        return "look in the database whether statement " + half.next()
                + " ran; if it did not, run it again and go on with: " + resume + half.next()
                + "; if it did, go on after it with: " + resume + (half.next() + 1);
    }

    FicusException otherPoint(HalfApplied half, int asked) {
        int next = half.next();
        String allowed = half.begun().isPresent() ? next + " or " + (next + 1) : String.valueOf(next);
        return refused(
                half.key(),
                "change " + half.key().id() + " cannot go on at statement " + asked + ": " + progress(half),
                "go on at statement " + allowed + ", such as: " + commands.repair(half.key()) + " --resume --from "
                        + next);
    }

    /** A statement that ran is no longer in the file as it ran. */
    FicusException differs(HalfApplied half, StatementRow row, List<String> texts) {
        String is = row.number() <= texts.size()
                ? "the file now has: " + shown.line(texts.get(row.number() - 1), LONGEST_STATEMENT)
                : "the file now has " + texts.size() + " statements";
        return refused(
                half.key(),
                "statement " + row.number() + " of change " + half.key().id()
                        + " ran, and the file has been edited there: " + text(row) + "; " + is,
                "restore the statements that ran, and correct only what comes after them; then run: "
                        + commands.repair(half.key()) + " --resume");
    }

    FicusException noFile(HalfApplied half) {
        return refused(
                half.key(),
                "change " + half.key().id() + " is half applied, and no file has it any more",
                "restore the file; or, after you have undone what ran by hand: " + commands.repair(half.key())
                        + " --mark-rolled-back");
    }

    private FicusException refused(ChangeKey key, String what, String fix) {
        return new FicusException(
                ErrorCode.REPAIR_REFUSED,
                what,
                source.describe(key.file()) + " (database " + commands.database() + ")",
                fix);
    }

    private static String option(Action action) {
        return action == Action.RECORD_EDIT
                ? "repair without an option"
                : "repair --" + action.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String meant(Action action) {
        return switch (action) {
            case RECORD_EDIT -> "edited";
            case FORGET -> "missing";
            case RESUME, MARK_APPLIED, MARK_ROLLED_BACK -> "half applied";
        };
    }

    private String text(StatementRow row) {
        return shown.line(row.text(), LONGEST_STATEMENT);
    }
}
