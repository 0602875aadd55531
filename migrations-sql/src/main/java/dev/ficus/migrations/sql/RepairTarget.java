package dev.ficus.migrations.sql;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.history.ChangeReference;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the one change that a user means to repair or to stop at, in the files, the record or the journal. */
record RepairTarget(Comparison comparison, Commands commands) {

    /** CHANGE_UNKNOWN where there is none or more than one. */
    ChangeKey key(ChangeReference reference) {
        List<ChangeKey> named = Stream.of(
                        comparison.changes().stream().map(SqlChange::key),
                        comparison.record().stream().map(RecordedChange::key),
                        comparison.halfApplied().stream().map(HalfApplied::key))
                .flatMap(keys -> keys)
                .distinct()
                .filter(key -> reference.names(key.id(), key.file()))
                .toList();
        if (named.isEmpty()) {
            throw unknown(
                    "no change is named " + reference.text(), "name a change as " + commands.status() + " lists them");
        }
        if (named.size() > 1) {
            String all = named.stream().map(key -> key.file() + "::" + key.id()).collect(Collectors.joining(", "));
            throw unknown(
                    named.size() + " changes are meant by " + reference.text() + ": " + all,
                    "name one of them in full, as FILE::ID");
        }
        return named.get(0);
    }

    /** The same, where the change has to be in the files. */
    ChangeKey file(ChangeReference reference) {
        ChangeKey key = key(reference);
        if (comparison.change(key).isEmpty()) {
            throw unknown(
                    "no file has change " + reference.text(), "name a change as " + commands.status() + " lists them");
        }
        return key;
    }

    private FicusException unknown(String what, String fix) {
        return new FicusException(ErrorCode.CHANGE_UNKNOWN, what, "database " + commands.database(), fix);
    }
}
