package dev.ficus.migrations.sql;

import dev.ficus.core.history.MigrationPlan.Direction;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What the journal tells of one change that has not finished.
 *
 * @param rows at least one, in the order of their numbers
 */
record HalfApplied(ChangeKey key, List<StatementRow> rows) {
    HalfApplied {
        rows = rows.stream()
                .sorted(Comparator.comparingInt(StatementRow::number))
                .toList();
    }

    /** DOWN where it was the way back that stopped. */
    Direction direction() {
        return last().direction();
    }

    StatementRow last() {
        return rows.get(rows.size() - 1);
    }

    /** The statements that ran and cannot be rolled back any more: the first ones, without a gap. */
    List<StatementRow> done() {
        return rows.stream()
                .takeWhile(row -> row.state() == StatementRow.State.DONE)
                .toList();
    }

    /** The first statement that is not known to have run. */
    int next() {
        return done().size() + 1;
    }

    /** The statement at {@link #next}, where it was begun: it failed, or nobody knows how it ended. */
    Optional<StatementRow> begun() {
        return Optional.of(last()).filter(row -> row.number() == next());
    }

    /** True where nobody but the user can find out whether the statement at {@link #next} ran. */
    boolean uncertain() {
        return begun().filter(row -> row.state() == StatementRow.State.STARTED).isPresent();
    }
}
