package dev.ficus.dualwrite.stream;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.dualwrite.table.Row;
import org.jspecify.annotations.Nullable;

/**
 * What the changes of one batch do together to the row of one key.
 *
 * <p>What comes, and what it makes of the change so far; "-" cannot be in a log that is in order, and sends the batch
 * through row by row, where the change that does not fit stops with {@link ErrorCode#STREAM_DIVERGED}:
 *
 * <table>
 * <caption>Merges, strict</caption>
 * <tr><th>so far</th><th>insert</th><th>update</th><th>delete</th><th>what the target must hold, as row by row</th></tr>
 * <tr><td>(nothing)</td><td>INSERT</td><td>UPDATE</td><td>DELETE</td><td></td></tr>
 * <tr><td>INSERT</td><td>-</td><td>INSERT</td><td>ABSENT</td><td>no row: the unique key refuses the insert</td></tr>
 * <tr><td>UPDATE</td><td>-</td><td>UPDATE</td><td>DELETE</td><td>one row: the statement counts its hits</td></tr>
 * <tr><td>DELETE</td><td>UPDATE</td><td>-</td><td>-</td><td>one row: the statement counts its hits</td></tr>
 * <tr><td>ABSENT</td><td>INSERT</td><td>-</td><td>-</td><td>no row: a delete of the key that must hit none</td></tr>
 * </table>
 *
 * <p>Row by row, the first change of a key decides whether the target must hold its row; each later one finds what the one
 * before it left. The merged form keeps the first demand (INSERT and ABSENT: no row; UPDATE and DELETE: one row), and the
 * table above keeps the later ones. An insert after a delete becomes an update of all columns: the row that is there is
 * replaced. A value that a later update did not send (TOAST) stays as the earlier one left it.
 *
 * <p>Lenient, over a fresh copy: an insert or an update leaves INSERT, which then overwrites; a delete leaves DELETE, which
 * may hit nothing.
 */
final class Net {
    enum Kind {
        INSERT,
        UPDATE,
        DELETE,
        ABSENT
    }

    private final Row key;
    private Kind kind;
    private @Nullable Row row;

    private Net(Row key, Kind kind, @Nullable Row row) {
        this.key = key;
        this.kind = kind;
        this.row = row;
    }

    static Net inserted(Row key, Row row) {
        return new Net(key, Kind.INSERT, row);
    }

    static Net updated(Row key, Row row) {
        return new Net(key, Kind.UPDATE, row);
    }

    static Net deleted(Row key) {
        return new Net(key, Kind.DELETE, null);
    }

    Row key() {
        return key;
    }

    Kind kind() {
        return kind;
    }

    /** What an INSERT or an UPDATE leaves. */
    Row row() {
        if (row == null) {
            throw new IllegalStateException("a " + kind + " leaves no row");
        }
        return row;
    }

    /** False where the change cannot follow. */
    boolean insert(Row after) {
        if (kind == Kind.INSERT || kind == Kind.UPDATE) {
            return false;
        }
        kind = kind == Kind.DELETE ? Kind.UPDATE : Kind.INSERT;
        row = after;
        return true;
    }

    /** False where the change cannot follow. */
    boolean update(Row after) {
        if (kind == Kind.DELETE || kind == Kind.ABSENT) {
            return false;
        }
        row = after.over(row());
        return true;
    }

    /** False where the change cannot follow. */
    boolean delete() {
        if (kind == Kind.DELETE || kind == Kind.ABSENT) {
            return false;
        }
        kind = kind == Kind.INSERT ? Kind.ABSENT : Kind.DELETE;
        row = null;
        return true;
    }
}
