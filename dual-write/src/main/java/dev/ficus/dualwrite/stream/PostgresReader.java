package dev.ficus.dualwrite.stream;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.dualwrite.control.Direction;
import dev.ficus.dualwrite.control.LogSequenceNumber;
import dev.ficus.dualwrite.table.Column;
import dev.ficus.dualwrite.table.Row;
import dev.ficus.dualwrite.table.Table;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Puts pgoutput's messages together to transactions of one domain. Used by one thread. Throws {@link FicusException} at
 * whatever it cannot follow; nothing may be read after that.
 */
final class PostgresReader {
    private static final String CONTROL = "ficus";
    private static final Set<String> CONTROL_TABLES = Set.of("checkpoint", "beat");

    private final Map<String, Table> tables;
    private final String domain;
    private final PendingTransaction pending;
    private final Truncates truncates;
    private final Map<Integer, PostgresRelation> tracked = new HashMap<>();
    private final Map<Integer, PgOutput.Relation> control = new HashMap<>();
    /** By number, the names of tables that are not the domain's. */
    private final Map<Integer, String> strange = new HashMap<>();

    /** Stops at a TRUNCATE. */
    PostgresReader(List<Table> tables, String domain, PendingTransaction pending) {
        this(tables, domain, pending, Truncates.STOP);
    }

    PostgresReader(List<Table> tables, String domain, PendingTransaction pending, Truncates truncates) {
        this.truncates = truncates;
        this.tables = tables.stream().collect(Collectors.toMap(Table::target, table -> table));
        this.domain = domain;
        this.pending = pending;
    }

    /** Takes one message; a commit gives the transaction, empty where it is of no concern to the domain. */
    Optional<SourceTransaction> read(PgOutput message) {
        if (message instanceof PgOutput.Commit commit) {
            return commit(new LogSequenceNumber(commit.end()));
        }
        if (message instanceof PgOutput.Begin) {
            pending.clear();
        } else if (message instanceof PgOutput.Relation relation) {
            relation(relation);
        } else if (message instanceof PgOutput.Insert insert) {
            insert(insert);
        } else if (message instanceof PgOutput.Update update) {
            update(update);
        } else if (message instanceof PgOutput.Delete delete) {
            delete(delete);
        } else if (message instanceof PgOutput.Truncate truncate) {
            truncate(truncate);
        }
        return Optional.empty();
    }

    private Optional<SourceTransaction> commit(LogSequenceNumber end) {
        return pending.isEmpty() ? Optional.empty() : Optional.of(pending.committed(end));
    }

    private void relation(PgOutput.Relation relation) {
        if (relation.schema().equals(CONTROL) && CONTROL_TABLES.contains(relation.name())) {
            control.put(relation.id(), relation);
            return;
        }
        Table table = tables.get(relation.name());
        if (table == null) {
            tracked.remove(relation.id());
            strange.put(relation.id(), relation.name());
            return;
        }
        PostgresRelation.difference(table, relation).ifPresent(difference -> {
            throw stopped("table " + table.name() + " " + difference);
        });
        refuseUnlessIdentified(table, relation);
        strange.remove(relation.id());
        tracked.put(relation.id(), new PostgresRelation(table, relation));
    }

    /** What was logged while a table had another replica identity does not tell which rows it is about. */
    private void refuseUnlessIdentified(Table table, PgOutput.Relation relation) {
        boolean identified = table.key().stream().map(Column::target).allMatch(relation.identity()::contains);
        if (!identified) {
            throw new FicusException(
                    ErrorCode.STREAM_POSITION_LOST,
                    "changes of table " + table.name() + " were logged without its primary key, because its replica"
                            + " identity was another",
                    "PostgreSQL, domain " + domain,
                    "ALTER TABLE " + table.postgresName()
                            + " REPLICA IDENTITY DEFAULT keeps it from going on; MySQL cannot"
                            + " follow any more: give up the way back with: ficus cutover finish " + domain);
        }
    }

    private void insert(PgOutput.Insert insert) {
        PostgresRelation relation = tracked.get(insert.relation());
        if (relation == null) {
            controlRow(insert.relation(), insert.after(), true);
            return;
        }
        if (pending.echo()) {
            pending.count(1);
            return;
        }
        Row row = relation.after(insert.after(), null);
        pending.add(new RowChange.Insert(relation.table(), row));
    }

    private void update(PgOutput.Update update) {
        PostgresRelation relation = tracked.get(update.relation());
        if (relation == null) {
            controlRow(update.relation(), update.after(), true);
            return;
        }
        if (pending.echo()) {
            pending.count(1);
            return;
        }
        Row row = relation.after(update.after(), update.before());
        PgTuple before = update.before();
        Row key = before == null ? relation.key(update.after()) : relation.key(before);
        pending.add(new RowChange.Update(relation.table(), key, row));
    }

    private void delete(PgOutput.Delete delete) {
        PostgresRelation relation = tracked.get(delete.relation());
        if (relation == null) {
            controlRow(delete.relation(), delete.before(), false);
            return;
        }
        if (pending.echo()) {
            pending.count(1);
            return;
        }
        pending.add(new RowChange.Delete(relation.table(), relation.key(delete.before())));
    }

    private void truncate(PgOutput.Truncate truncate) {
        for (int id : truncate.relations()) {
            refuseStrange(id);
            PostgresRelation relation = tracked.get(id);
            if (relation != null) {
                truncate(relation.table());
            }
        }
    }

    private void truncate(Table table) {
        if (pending.echo()) {
            pending.count(1);
        } else if (truncates == Truncates.APPLY) {
            pending.add(new RowChange.Truncate(table));
        } else {
            throw new FicusException(
                    ErrorCode.STREAM_STOPPED_BY_DDL,
                    "table " + table.name() + " was emptied by TRUNCATE",
                    "PostgreSQL, domain " + domain,
                    "empty it in MySQL too, at this place of the stream: ficus sync --on-truncate apply; or, give up the"
                            + " way back with: ficus cutover finish " + domain);
        }
    }

    /**
     * A partition is announced like a table, but its rows come as those of the table that it belongs to. Rows of any other
     * table stop the stream.
     */
    private void refuseStrange(int id) {
        String name = strange.get(id);
        if (name != null) {
            throw stopped("table " + name + " is in the publication and not in the domain: it was renamed, or"
                    + " the publication was changed");
        }
    }

    /** A change of the forward stream's checkpoint marks its transaction; a beat that is removed is none. */
    private void controlRow(int id, PgTuple tuple, boolean present) {
        refuseStrange(id);
        PgOutput.Relation relation = Objects.requireNonNull(control.get(id), "a row of a table that was not announced");
        if (!domain.equals(cell(relation, tuple, "domain"))) {
            return;
        }
        if (relation.name().equals("checkpoint")
                && Direction.FORWARD.word().equals(cell(relation, tuple, "direction"))) {
            pending.mark();
        } else if (relation.name().equals("beat") && present) {
            long number = Long.parseLong(String.valueOf(cell(relation, tuple, "beat")));
            pending.beat(new Beat(number, instant(String.valueOf(cell(relation, tuple, "sent_at")))));
        }
    }

    private static @Nullable String cell(PgOutput.Relation relation, PgTuple tuple, String column) {
        int place = relation.columns().indexOf(column);
        return place < 0 ? null : tuple.text(place);
    }

    /** The session's time zone is UTC. */
    private static Instant instant(String text) {
        return Instant.parse(text.replace(' ', 'T').replaceFirst("\\+00$", "Z"));
    }

    private FicusException stopped(String what) {
        return new FicusException(
                ErrorCode.STREAM_STOPPED_BY_DDL,
                what,
                "PostgreSQL, domain " + domain,
                "give the table the same columns on both sides again, or give up the way back with: ficus cutover finish "
                        + domain);
    }
}
