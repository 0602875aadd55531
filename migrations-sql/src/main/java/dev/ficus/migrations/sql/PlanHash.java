package dev.ficus.migrations.sql;

import dev.ficus.core.history.ChangeText;
import dev.ficus.core.history.MigrationPlan.Direction;
import java.util.List;

/** The hash of a plan: over what runs and over the record that it was planned against, and nothing else. */
final class PlanHash {
    private final StringBuilder text = new StringBuilder();

    private PlanHash() {}

    static String of(Direction direction, List<RecordedChange> record, List<PlannedSql> changes) {
        PlanHash hash = new PlanHash();
        hash.line("ficus plan 1", direction.name());
        for (RecordedChange change : record) {
            hash.line(
                    "recorded", change.key(), change.checksum().or(change::md5).orElse(""));
        }
        for (PlannedSql planned : changes) {
            hash.line("change", planned.change().key(), planned.change().checksum());
            hash.line("transactional", String.valueOf(planned.transactional()));
            planned.texts().forEach(statement -> hash.line("statement", ChangeText.normalised(statement)));
        }
        return ChangeText.sha256(hash.text.toString());
    }

    private void line(String kind, ChangeKey key, String checksum) {
        line(kind, key.id(), key.author(), key.file(), checksum);
    }

    /** Each part with its length before it, so that no two plans make one text. */
    private void line(String... parts) {
        for (String part : parts) {
            text.append(part.length()).append(':').append(part).append(' ');
        }
        text.append('\n');
    }
}
