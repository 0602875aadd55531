package dev.ficus.migrations.mongo;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.history.TagReport;
import java.util.List;

/** Names the last change that ran, in the metadata of its row, where Mongock leaves it alone. */
final class Tags {
    private final OpenHistory history;

    Tags(OpenHistory history) {
        this.history = history;
    }

    TagReport tag(String name) {
        List<RecordedChange> applied = history.record().executed();
        if (applied.isEmpty()) {
            throw refused(
                    "no change has run, so none can carry the tag " + name,
                    "run one first: ficus migrate up --db " + history.name());
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
        history.record().tag(last, name);
        return new TagReport(name, last.key().id());
    }

    private FicusException refused(String what, String fix) {
        return new FicusException(ErrorCode.TAG_REFUSED, what, "database " + history.name(), fix);
    }
}
