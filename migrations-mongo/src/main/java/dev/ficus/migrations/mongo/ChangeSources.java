package dev.ficus.migrations.mongo;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.Problem;
import dev.ficus.core.history.NaturalOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * All changes of a history, from files and from jars, in one natural order: a file by its name, a unit by its order.
 *
 * @param changes without those that could not be read
 * @param units the compiled ones, to run them
 * @param problems what is wrong with files and units themselves
 */
record ChangeSources(List<MongoChange> changes, ChangeUnits units, List<Problem> problems) {

    ChangeSources {
        changes = List.copyOf(changes);
        problems = List.copyOf(problems);
    }

    static ChangeSources of(ChangeFiles files, ChangeUnits units, HistoryMessages messages) {
        List<MongoChange> all = Stream.concat(files.changes().stream(), units.changes().stream())
                .sorted(Comparator.comparing(MongoChange::order, NaturalOrder::compare)
                        .thenComparing(MongoChange::file))
                .toList();
        List<Problem> problems = new ArrayList<>(files.problems());
        problems.addAll(units.problems());
        problems.addAll(duplicates(all, messages));
        return new ChangeSources(all, units, problems);
    }

    /** @throws FicusException with all that is wrong */
    ChangeSources readable() {
        if (!problems.isEmpty()) {
            throw new FicusException(problems, null);
        }
        return this;
    }

    private static List<Problem> duplicates(List<MongoChange> changes, HistoryMessages messages) {
        Map<MongoChange.ChangeKey, String> first = new HashMap<>();
        List<Problem> problems = new ArrayList<>();
        for (MongoChange change : changes) {
            String other = first.putIfAbsent(change.key(), change.file());
            if (other != null) {
                problems.add(new Problem(
                        ErrorCode.CHANGE_DUPLICATE,
                        "change " + change.id() + " is also in " + other,
                        messages.where(change.file()),
                        "give one of the two an identity of its own"));
            }
        }
        return problems;
    }
}
