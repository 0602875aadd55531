package dev.ficus.migrations.sql;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.history.MigrationPlan.Direction;
import dev.ficus.core.history.PlanOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Compares a run with the plan that was reviewed. The hash alone is known of that plan, so what moved is found by
 * taking the most likely moves back and looking whether the hash is then the same.
 */
record PlanCheck(Planner planner, PlanOptions options, Commands commands) {
    private static final int MOST_RECORDS = 50;
    private static final int MOST_IDS = 10;

    /** Does nothing if the run that is due now has this hash; else fails with PLAN_CHANGED. */
    void verify(String reviewed, Comparison now, List<SqlChange> due) {
        if (planner.hash(now.record(), due).equals(reviewed)) {
            return;
        }
        String moved = moreChanges(reviewed, now, due)
                .or(() -> moreRecords(reviewed, now))
                .orElseGet(() -> "what is due is not what was reviewed; due now: " + ids(keys(due)));
        throw new FicusException(
                ErrorCode.PLAN_CHANGED,
                "the plan has changed since it was made: " + moved,
                "database " + commands.database(),
                "nothing has run; review it again with: " + commands.plan(options));
    }

    /** Changes that were written after the review: the last ones, or one among the others. */
    private Optional<String> moreChanges(String reviewed, Comparison now, List<SqlChange> due) {
        for (int more = 1; more <= due.size(); more++) {
            List<SqlChange> before = due.subList(0, due.size() - more);
            if (planner.hash(now.record(), before).equals(reviewed)) {
                return Optional.of(pending(due.subList(due.size() - more, due.size())));
            }
        }
        for (SqlChange added : due) {
            List<SqlChange> before =
                    due.stream().filter(change -> change != added).toList();
            if (planner.hash(now.record(), before).equals(reviewed)) {
                return Optional.of(pending(List.of(added)));
            }
        }
        return Optional.empty();
    }

    private String pending(List<SqlChange> more) {
        String verb = options.direction() == Direction.UP ? " pending: " : " to be undone: ";
        return counted(more.size()) + " more " + (more.size() == 1 ? "is" : "are") + verb + ids(keys(more));
    }

    /** Changes that another run has applied since. */
    private Optional<String> moreRecords(String reviewed, Comparison now) {
        List<RecordedChange> record = now.record();
        for (int more = 1; more <= Math.min(record.size(), MOST_RECORDS); more++) {
            List<RecordedChange> before = record.subList(0, record.size() - more);
            if (hadHash(reviewed, now.beside(before))) {
                List<RecordedChange> since = record.subList(record.size() - more, record.size());
                return Optional.of(counted(more) + " ran since, by another run: "
                        + ids(since.stream().map(RecordedChange::key).toList()));
            }
        }
        return Optional.empty();
    }

    private boolean hadHash(String reviewed, Comparison before) {
        try {
            return planner.hash(before.record(), planner.due(before)).equals(reviewed);
        } catch (FicusException e) {
            // Before that run the plan would have been refused, so it was not the one that was reviewed.
            return false;
        }
    }

    private static String counted(int count) {
        return count + (count == 1 ? " change" : " changes");
    }

    private static List<ChangeKey> keys(List<SqlChange> changes) {
        return changes.stream().map(SqlChange::key).toList();
    }

    private static String ids(List<ChangeKey> keys) {
        if (keys.isEmpty()) {
            return "nothing";
        }
        List<String> ids = new ArrayList<>(keys.stream().map(ChangeKey::id).toList());
        int rest = ids.size() - MOST_IDS;
        return ids.stream().limit(MOST_IDS).collect(Collectors.joining(", "))
                + (rest > 0 ? " and " + rest + " more" : "");
    }
}
