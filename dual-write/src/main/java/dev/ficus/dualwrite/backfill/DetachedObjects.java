package dev.ficus.dualwrite.backfill;

import static java.util.stream.Collectors.toSet;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.jdbc.SqlFailures;
import dev.ficus.dualwrite.control.Control;
import dev.ficus.dualwrite.table.Quoted;
import dev.ficus.dualwrite.table.Table;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/**
 * Indexes, unique constraints and foreign keys, which are down while a domain is copied and replayed: the load is faster
 * without them, and in the middle of it they would not hold. Primary keys are down during the copy alone: a chunk holds
 * keys that no other one holds, and goes in once, with its line in the ledger; the replay finds its rows by them. Each is recorded in the control schema in the
 * transaction that drops it, and the record goes in the transaction that builds it again, so a crash loses none.
 */
final class DetachedObjects {
    private static final String FIND = """
            SELECT c.conname AS name, CASE c.contype WHEN 'f' THEN 'foreign key' ELSE 'constraint' END AS kind,
                   format('ALTER TABLE %s ADD CONSTRAINT %I %s', c.conrelid::regclass, c.conname,
                          pg_get_constraintdef(c.oid)) AS definition
            FROM pg_constraint c
            WHERE c.conrelid = to_regclass(:table) AND c.contype IN ('f', 'u', 'x') AND c.conparentid = 0
            UNION ALL
            SELECT x.relname, 'index',
                   CASE x.relkind WHEN 'I' THEN replace(pg_get_indexdef(i.indexrelid), ' ON ONLY ', ' ON ')
                                  ELSE pg_get_indexdef(i.indexrelid) END
                   || coalesce(format('; COMMENT ON INDEX %s IS %L', i.indexrelid::regclass,
                                      obj_description(i.indexrelid, 'pg_class')), '')
            FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
            WHERE i.indrelid = to_regclass(:table) AND NOT i.indisprimary
              AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid
                              AND c.contype IN ('u', 'x'))""";
    /*
     * A primary key stays up where something else leans on it: a foreign key of a table that stays, a view that groups by
     * it; and where its index has settings that the definition of a constraint does not tell.
     */
    private static final String FIND_KEY = """
            SELECT c.conname, 'primary key',
                   format('ALTER TABLE %s ADD CONSTRAINT %I %s', c.conrelid::regclass, c.conname,
                          pg_get_constraintdef(c.oid))
                   || coalesce(format('; COMMENT ON CONSTRAINT %I ON %s IS %L', c.conname, c.conrelid::regclass,
                                      obj_description(c.oid, 'pg_constraint')), '')
                   || coalesce(format('; COMMENT ON INDEX %s IS %L', c.conindid::regclass,
                                      obj_description(c.conindid, 'pg_class')), '')
            FROM pg_constraint c JOIN pg_index i ON i.indexrelid = c.conindid JOIN pg_class x ON x.oid = c.conindid
            WHERE c.conrelid = to_regclass(:table) AND c.contype = 'p' AND c.conparentid = 0
              AND x.reloptions IS NULL AND x.reltablespace = 0 AND NOT i.indisreplident AND NOT i.indisclustered
              AND NOT EXISTS (SELECT 1 FROM pg_constraint f WHERE f.contype = 'f' AND f.confrelid = c.conrelid
                              AND f.conparentid = 0)
              AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.refclassid = 'pg_constraint'::regclass
                              AND d.refobjid = c.oid AND d.deptype = 'n')""";
    /* The definition of an index of a partitioned table is that of its parent ALONE, which would be left without parts. */
    /** Foreign keys come down first and go up last: they lean on unique keys. */
    private static final String ORDER =
            "CASE kind WHEN 'foreign key' THEN 1 WHEN 'primary key' THEN 2 WHEN 'constraint' THEN 3 ELSE 4" + " END";

    /**
     * One object.
     *
     * @param table its MySQL name
     * @param definition the statement that builds it
     */
    record Detached(String table, String name, String kind, String definition) {
        boolean isForeignKey() {
            return kind.equals("foreign key");
        }

        boolean isPrimaryKey() {
            return kind.equals("primary key");
        }
    }

    private final Handle handle;
    private final String domain;

    DetachedObjects(Control control, String domain) {
        this.handle = control.handle();
        this.domain = domain;
    }

    /** Takes everything down that is up. Done in one transaction; doing it again does no harm. */
    void detach(List<Table> tables) {
        handle.useTransaction(transaction -> {
            for (Table table : tables) {
                record(table, FIND);
            }
            dropRecorded(tables);
            // Only now are the foreign keys gone that would keep a primary key up.
            for (Table table : tables) {
                record(table, FIND_KEY);
            }
            dropRecorded(tables);
        });
    }

    /** The MySQL names of the tables whose primary key is down. */
    Set<String> withoutKey() {
        return recorded(ORDER).stream()
                .filter(Detached::isPrimaryKey)
                .map(Detached::table)
                .collect(toSet());
    }

    private void dropRecorded(List<Table> tables) {
        recorded(ORDER).forEach(object -> handle.execute(drop(object, tables)));
    }

    /** What is down: foreign keys last. */
    List<Detached> all() {
        return recorded(ORDER + " DESC");
    }

    /**
     * Builds one object, in one transaction with the end of its record.
     *
     * @throws FicusException BACKFILL_FAILED where rows are equal by an index that MySQL tells apart
     */
    void attach(Detached object) {
        try {
            handle.useTransaction(transaction -> {
                transaction.execute(object.definition());
                transaction.execute(
                        "DELETE FROM ficus.detached WHERE domain = ? AND table_name = ? AND name = ?",
                        domain,
                        object.table(),
                        object.name());
            });
        } catch (UnableToExecuteStatementException e) {
            if (e.getCause() instanceof SQLException sql && SqlFailures.uniqueViolation(sql)) {
                throw equalRows(object, e);
            }
            throw e;
        }
    }

    /** Correcting the rows on MySQL alone is not enough: the replay is over. The server's message has their values. */
    private FicusException equalRows(Detached object, UnableToExecuteStatementException e) {
        String without = "; or go on without it: DELETE FROM ficus.detached WHERE domain = '" + domain
                + "' AND name = '" + object.name().replace("'", "''") + "', then: ficus backfill " + domain;
        return new FicusException(
                ErrorCode.BACKFILL_FAILED,
                "the " + object.kind() + " " + object.name() + " cannot be built again: it holds rows of table "
                        + object.table() + " equal that MySQL tells apart",
                "domain " + domain,
                "see which rows by running this in psql: " + object.definition()
                        + "; then correct them on MySQL and copy"
                        + " anew: ficus backfill " + domain + " --restart --yes"
                        + (object.isPrimaryKey() ? "" : without),
                e);
    }

    private void record(Table table, String find) {
        List<Detached> found = handle.createQuery(find)
                .bind("table", table.postgresName())
                .map((row, context) -> new Detached(table.name(), row.getString(1), row.getString(2), row.getString(3)))
                .list();
        for (Detached object : found) {
            handle.execute(
                    "INSERT INTO ficus.detached (domain, table_name, name, kind, definition) VALUES (?, ?, ?, ?, ?)",
                    domain,
                    object.table(),
                    object.name(),
                    object.kind(),
                    object.definition());
        }
    }

    private List<Detached> recorded(String order) {
        return handle.createQuery("SELECT table_name, name, kind, definition FROM ficus.detached"
                        + " WHERE domain = ? ORDER BY " + order + ", table_name, name")
                .bind(0, domain)
                .map((row, context) ->
                        new Detached(row.getString(1), row.getString(2), row.getString(3), row.getString(4)))
                .list();
    }

    private static String drop(Detached object, List<Table> tables) {
        String table = tables.stream()
                .filter(candidate -> candidate.name().equals(object.table()))
                .findFirst()
                .map(Table::postgresName)
                .orElseGet(() -> Quoted.postgres(object.table()));
        return object.kind().equals("index")
                ? "DROP INDEX IF EXISTS " + Quoted.postgres(object.name())
                : "ALTER TABLE IF EXISTS " + table + " DROP CONSTRAINT IF EXISTS " + Quoted.postgres(object.name());
    }
}
