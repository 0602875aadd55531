package dev.ficus.migrations.mongo;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.history.ChangeReference;
import dev.ficus.core.history.TagReport;
import java.util.List;

/** Names the last change that ran, in the metadata of its row, where Mongock leaves it alone. */
final class Tags {
    private final OpenHistory history;

    Tags(OpenHistory history) {
        this.history = history;
    }

    /** A new tag takes the place of the old one of the same change. */
    TagReport tag(String name) {
        Comparison comparison = history.compareLocked();
        List<RecordedChange> applied = comparison.applied();
        if (applied.isEmpty()) {
            throw refused(
                    "no change has run, so none can carry the tag " + name,
                    "run one first: " + history.messages().commands().up());
        }
        RecordedChange last = applied.get(applied.size() - 1);
        applied.stream()
                .filter(change -> change.tag().filter(name::equals).isPresent())
                .filter(change -> !change.key().equals(last.key()))
                .findFirst()
                .ifPresent(other -> {
                    throw refused(
                            "change " + other.key().id() + " carries the tag " + name + " already",
                            "choose another name");
                });
        if (comparison.status().changes().stream()
                .filter(change -> !change.id().equals(last.key().id()))
                .anyMatch(change -> new ChangeReference(name).names(change.id(), change.file()))) {
            throw refused(
                    name + " is the name of another change, and a tag of that name would mean two",
                    "choose another name");
        }
        history.record().tag(last, name);
        return new TagReport(name, last.key().id());
    }

    private FicusException refused(String what, String fix) {
        return new FicusException(ErrorCode.TAG_REFUSED, what, "database " + history.name(), fix);
    }
}
