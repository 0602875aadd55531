package dev.ficus.migrations.sql;

import dev.ficus.core.history.ChangeText;
import java.util.List;
import java.util.OptionalInt;

/**
 * At which statement a half-applied change goes on.
 *
 * @param half what ran
 * @param texts the statements of the file as it is now
 */
record ResumePoint(HalfApplied half, List<String> texts, RepairMessages messages) {

    /**
     * The statement to go on at: the first that is not known to have run, or as the user says, that one or the one after
     * it. REPAIR_REFUSED where only the user can know, or where the file is no longer what ran.
     */
    int from(OptionalInt asked) {
        int next = half.next();
        if (asked.isEmpty() && half.uncertain()) {
            throw messages.uncertain(half);
        }
        int from = asked.orElse(next);
        if (from != next && !(from == next + 1 && half.begun().isPresent())) {
            throw messages.otherPoint(half, from);
        }
        half.rows().stream()
                .filter(row -> row.number() < from && !isAsItRan(row))
                .findFirst()
                .ifPresent(row -> {
                    throw messages.differs(half, row, texts);
                });
        return from;
    }

    private boolean isAsItRan(StatementRow row) {
        return row.number() <= texts.size()
                && ChangeText.sha256(texts.get(row.number() - 1)).equals(row.sha256());
    }
}
