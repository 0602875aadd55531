package dev.ficus.migrations.sql;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.history.ChangeReference;
import dev.ficus.core.history.Target;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which changes a run goes over.
 *
 * @param comparison files and record
 * @param commands for the messages about a target that is not there
 */
record Targets(Comparison comparison, Commands commands) {

    /** The changes that a run up applies, in order. */
    List<SqlChange> up(Target target) {
        List<SqlChange> due = comparison.pending();
        if (target instanceof Target.Steps steps) {
            return due.subList(0, Math.min(steps.count(), due.size()));
        }
        return target instanceof Target.To to ? due.subList(0, due.indexOf(pending(to.change())) + 1) : due;
    }

    /** What a run down takes back, the newest first. */
    List<RecordedChange> down(Target target) {
        List<RecordedChange> newestFirst = new ArrayList<>(comparison.record());
        Collections.reverse(newestFirst);
        if (target instanceof Target.Steps steps) {
            return newestFirst.subList(0, Math.min(steps.count(), newestFirst.size()));
        }
        if (target instanceof Target.To to) {
            return newestFirst.subList(0, newestFirst.indexOf(recorded(to.change())));
        }
        throw new IllegalArgumentException("a run down says how far it goes");
    }

    private SqlChange pending(String name) {
        List<SqlChange> named = comparison.changes().stream()
                .filter(change -> change.isNamed(name))
                .toList();
        checkOne(name, named.stream().map(SqlChange::key).toList(), "no change is named " + name);
        if (!comparison.pending().contains(named.get(0))) {
            throw unknown(
                    "change " + name + " has run already",
                    "name a pending change, as " + commands.status() + " lists them");
        }
        return named.get(0);
    }

    private RecordedChange recorded(String name) {
        List<RecordedChange> named = comparison.record().stream()
                .filter(change -> isNamed(change, name))
                .toList();
        boolean pending = comparison.changes().stream().anyMatch(change -> change.isNamed(name));
        checkOne(
                name,
                named.stream().map(RecordedChange::key).toList(),
                pending ? "change " + name + " has not run" : "no change that ran and no tag is named " + name);
        return named.get(0);
    }

    static boolean isNamed(RecordedChange change, String name) {
        return new ChangeReference(name).names(change.key().id(), change.key().file())
                || change.tag().filter(name::equals).isPresent();
    }

    private void checkOne(String name, List<ChangeKey> named, String none) {
        if (named.isEmpty()) {
            throw unknown(none, "name a change as " + commands.history() + " and " + commands.status() + " list them");
        }
        if (named.size() > 1) {
            String all = named.stream().map(key -> key.file() + "::" + key.id()).collect(Collectors.joining(", "));
            throw unknown(
                    named.size() + " changes are meant by " + name + ": " + all,
                    "name one of them in full, as FILE::ID");
        }
    }

    private FicusException unknown(String what, String fix) {
        return new FicusException(ErrorCode.CHANGE_UNKNOWN, what, "database " + commands.database(), fix);
    }
}
