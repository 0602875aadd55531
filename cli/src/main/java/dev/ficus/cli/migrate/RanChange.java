package dev.ficus.cli.migrate;

import dev.ficus.core.history.DownReport;
import dev.ficus.core.history.HistoryEntry;
import dev.ficus.core.history.UpReport;

/** One change that ran now, up or down. */
public record RanChange(String id, String author, String file, long millis) {
    static RanChange of(UpReport.AppliedChange change) {
        return new RanChange(
                change.id(), change.author(), change.file(), change.took().toMillis());
    }

    static RanChange of(DownReport.UndoneChange change) {
        return new RanChange(
                change.id(), change.author(), change.file(), change.took().toMillis());
    }

    /** A change of a run that failed later, as the record tells it. */
    static RanChange of(HistoryEntry entry) {
        return new RanChange(
                entry.id(), entry.author(), entry.file(), entry.millis().orElse(0));
    }
}
