package dev.ficus.dualwrite.backfill;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.dualwrite.control.Control;
import dev.ficus.dualwrite.table.Quoted;
import dev.ficus.dualwrite.table.Table;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/**
 * Secondary indexes, unique constraints and foreign keys, which are down while a domain is copied and replayed: the load
 * is faster without them, and in the middle of it they would not hold. Each is recorded in the control schema in the
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
    /* The definition of an index of a partitioned table is that of its parent ALONE, which would be left without parts. */
    /** Foreign keys come down first and go up last: they lean on unique keys. */
    private static final String ORDER = "CASE kind WHEN 'foreign key' THEN 1 WHEN 'constraint' THEN 2 ELSE 3 END";

    private static final String UNIQUE_VIOLATION = "23505";

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
                record(table);
            }
            for (Detached object : recorded(ORDER)) {
                transaction.execute(drop(object, tables));
            }
        });
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
            if (e.getCause() instanceof SQLException sql && UNIQUE_VIOLATION.equals(sql.getSQLState())) {
                throw equalRows(object, e);
            }
            throw e;
        }
    }

    /** Correcting the rows on MySQL alone is not enough: the replay is over. The server's message has their values. */
    private FicusException equalRows(Detached object, UnableToExecuteStatementException e) {
        return new FicusException(
                ErrorCode.BACKFILL_FAILED,
                "the " + object.kind() + " " + object.name() + " cannot be built again: it holds rows of table "
                        + object.table() + " equal that MySQL tells apart",
                "domain " + domain,
                "see which rows by running this in psql: " + object.definition()
                        + "; then correct them on MySQL and copy"
                        + " anew: ficus backfill " + domain + " --restart --yes; or go on without it: DELETE FROM"
                        + " ficus.detached WHERE domain = '" + domain + "' AND name = '"
                        + object.name().replace("'", "''") + "', then: ficus backfill " + domain,
                e);
    }

    private void record(Table table) {
        List<Detached> found = handle.createQuery(FIND)
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
