package dev.ficus.dualwrite.stream;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.Problem;
import dev.ficus.dualwrite.control.BinlogPosition;
import dev.ficus.dualwrite.table.Column;
import dev.ficus.dualwrite.table.Table;
import dev.ficus.dualwrite.value.UnconvertibleValue;

/** Why a capture of MySQL does not go on. Each names the place in the binlog and the next commands. */
final class BinlogRefusal {
    private static final int SHOWN = 200;

    private final String domain;
    private final String database;

    BinlogRefusal(String domain, String database) {
        this.domain = domain;
        this.database = database;
    }

    /** @param passable whether the stream can go on behind the statement once both sides have the same tables */
    FicusException structureChanged(String statement, boolean passable, BinlogPosition at) {
        String what = "the structure of a table of the domain was changed by: " + shown(statement);
        return passable
                ? new FicusException(
                        ErrorCode.STREAM_STOPPED_BY_DDL,
                        what,
                        where(at),
                        "bring PostgreSQL to the same structure: ficus schema convert " + domain
                                + ", then ficus migrate up; ficus sync goes on by itself. Where that cannot be, copy"
                                + " the domain again: " + restart())
                : structureDiffers(what, at);
    }

    FicusException truncated(String statement, BinlogPosition at) {
        return new FicusException(
                ErrorCode.STREAM_STOPPED_BY_DDL,
                "a table of the domain was emptied by: " + shown(statement),
                where(at),
                "empty it in PostgreSQL too, at this place of the stream: ficus sync --on-truncate apply; or, copy the"
                        + " domain again: " + restart());
    }

    FicusException tableDiffers(Table table, String difference, BinlogPosition at) {
        return structureDiffers("table " + table.name() + " " + difference, at);
    }

    /** @param key which row, as text */
    FicusException unconvertible(Table table, String key, Column column, UnconvertibleValue cause, BinlogPosition at) {
        return new FicusException(
                ErrorCode.VALUE_NOT_CONVERTIBLE,
                "column " + column.name() + " of table " + table.name() + " cannot be converted: " + cause.reason(),
                where(at) + ", row " + key,
                "correct the row on MySQL; because the binlog keeps the old value, then copy the domain again: "
                        + restart() + column.choices(table.name()),
                cause);
    }

    FicusException rowsAsStatement(String statement, BinlogPosition at) {
        return new FicusException(
                ErrorCode.BINLOG_NOT_ROW,
                "a change of rows was logged as a statement, which cannot be followed: " + keyword(statement),
                where(at),
                "SET GLOBAL binlog_format = 'ROW', let no session change it, then run: " + restart());
    }

    /** The server is a replica, and its log does not have what it replicates. */
    static Problem replicatedLeftOut(String where) {
        return new Problem(
                ErrorCode.BINLOG_SETTING_UNSUITABLE,
                "the server is a replica that does not log what it replicates, so a stream would see none of it",
                where,
                "set log_replica_updates = ON (log_slave_updates on MariaDB) in its configuration and restart it, or point"
                        + " strangler.from at the server that it replicates from; what it has left out needs a copy anew");
    }

    FicusException partialRow(Table table, BinlogPosition at) {
        return new FicusException(
                ErrorCode.BINLOG_SETTING_UNSUITABLE,
                "a changed row of table " + table.name() + " was logged without all of its columns",
                where(at),
                "SET GLOBAL binlog_row_image = 'FULL', let no session change it, then run: " + restart());
    }

    /** The length of a cell does not fit, so nothing in the row can be trusted. */
    FicusException brokenRow(Table table, BinlogPosition at) {
        return structureDiffers(
                "a changed row of table " + table.name() + " is not as long in the binlog as its columns say", at);
    }

    FicusException partialJson(BinlogPosition at) {
        return new FicusException(
                ErrorCode.BINLOG_SETTING_UNSUITABLE,
                "a changed row was logged with parts of its JSON values only (binlog_row_value_options)",
                where(at),
                "SET GLOBAL binlog_row_value_options = '', let no session change it, then run: " + restart());
    }

    FicusException unknownEvent(BinlogPosition at) {
        return new FicusException(
                ErrorCode.BINLOG_SETTING_UNSUITABLE,
                "the binlog holds an event of a kind that Ficus does not know",
                where(at),
                "copy the domain again: " + restart());
    }

    FicusException preparedTransaction(BinlogPosition at) {
        return new FicusException(
                ErrorCode.XA_UNSUPPORTED,
                "an XA transaction in two phases changed a table of the domain, which a stream cannot follow",
                where(at),
                "end XA PREPARE on the tables of the domain, then run: " + restart());
    }

    FicusException eventsLost(BinlogPosition at) {
        return new FicusException(
                ErrorCode.STREAM_POSITION_LOST,
                "the server logged that it lost events of its binlog",
                where(at),
                "copy the domain again: " + restart());
    }

    /** @param missing GTIDs that were applied, and that the server has not executed */
    FicusException sourceBehind(String missing, BinlogPosition at) {
        return new FicusException(
                ErrorCode.SOURCE_BEHIND,
                "the MySQL server that answers lacks transactions that PostgreSQL has already: " + shown(missing),
                where(at),
                "where it is a replica that is still catching up, run it again when it has; where the transactions were"
                        + " lost in a failover, apply them to it from the old server's binlog (mysqlbinlog"
                        + " --include-gtids), or copy the domain again: " + restart());
    }

    /** Nothing is wrong for good: the next session looks at the server anew. */
    FicusException otherServer(long serverId, BinlogPosition at) {
        return new FicusException(
                ErrorCode.CONNECTION_LOST,
                "the address led to another MySQL server (server_id " + serverId + ") while the stream began",
                where(at),
                "check where strangler.from points to; the stream goes on at its checkpoint when it is started again");
    }

    /** @param purged GTIDs that are still to be read */
    FicusException purged(String purged, BinlogPosition at) {
        return new FicusException(
                ErrorCode.STREAM_POSITION_LOST,
                "the server no longer has the binlog of transactions that are to be read: " + shown(purged),
                where(at),
                "point strangler.from at a replica that still has them, or copy the domain again: " + restart());
    }

    String where(BinlogPosition at) {
        return "MySQL " + database + ", binlog " + at.place();
    }

    /** A domain that is mirrored has to be in phase legacy again before it can be copied anew. */
    String restart() {
        return "ficus backfill " + domain + " --restart --yes (from phase mirroring, first: ficus cutover rollback "
                + domain + " --to legacy)";
    }

    private FicusException structureDiffers(String what, BinlogPosition at) {
        return new FicusException(
                ErrorCode.STREAM_STOPPED_BY_DDL,
                what,
                where(at),
                "bring PostgreSQL to the same structure (ficus schema convert " + domain
                        + " shows it, ficus migrate up applies it), then copy the domain again: " + restart());
    }

    /** A statement without its values may still be long. */
    private static String shown(String statement) {
        String line = statement.strip().replaceAll("\\s+", " ");
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "...";
    }

    /** Not the whole: it holds values of rows. */
    private static String keyword(String statement) {
        return SqlToken.of(statement).stream().findFirst().map(SqlToken::text).orElse("(empty)");
    }
}
