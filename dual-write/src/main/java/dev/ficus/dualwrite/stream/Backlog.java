package dev.ficus.dualwrite.stream;

import dev.ficus.dualwrite.control.BinlogPosition;
import dev.ficus.dualwrite.control.Gtids;
import dev.ficus.dualwrite.control.LogSequenceNumber;
import dev.ficus.dualwrite.control.Position;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many bytes of the source's log stand behind a place: one query, and on MySQL a second one where the place is in an older
 * file. For the operator alone, so a source that does not answer it stops nothing. Used by one thread.
 */
final class Backlog {
    private static final Logger LOG = LoggerFactory.getLogger(Backlog.class);

    private final Connection source;
    private @Nullable BinlogServer server;
    private String status = "SHOW BINARY LOG STATUS";

    Backlog(Connection source) {
        this.source = source;
    }

    /** Empty where the source does not say, or the place is in the log of another server. */
    OptionalLong behind(Position place) {
        try {
            return place instanceof BinlogPosition binlog ? ofMysql(binlog) : ofPostgres((LogSequenceNumber) place);
        } catch (SQLException e) {
            LOG.debug("the source does not tell the end of its log", e);
            return OptionalLong.empty();
        }
    }

    private OptionalLong ofPostgres(LogSequenceNumber place) throws SQLException {
        long end = LogSequenceNumber.parse(BinlogServer.text(source, "SELECT pg_current_wal_lsn()"))
                .value();
        return OptionalLong.of(Math.max(0, end - place.value()));
    }

    private OptionalLong ofMysql(BinlogPosition place) throws SQLException {
        BinlogServer here = server;
        if (here == null) {
            here = BinlogServer.of(source);
            server = here;
            status = here.mariadb() ? "SHOW MASTER STATUS" : status;
        }
        BinlogPosition end = end(here);
        if (!end.sameLog(place)) {
            return OptionalLong.empty();
        }
        if (end.file().equals(place.file())) {
            return OptionalLong.of(Math.max(0, end.offset() - place.offset()));
        }
        long before = before(end.file(), place.file());
        return before == 0 ? OptionalLong.empty() : OptionalLong.of(before - place.offset() + end.offset());
    }

    /** MySQL before 8.2 knows the old statement alone. */
    private BinlogPosition end(BinlogServer here) throws SQLException {
        try {
            return read(here);
        } catch (SQLException e) {
            status = "SHOW MASTER STATUS";
            return read(here);
        }
    }

    private BinlogPosition read(BinlogServer here) throws SQLException {
        try (Statement statement = source.createStatement();
                ResultSet row = statement.executeQuery(status)) {
            if (!row.next()) {
                throw new SQLException("the binlog is off");
            }
            return new BinlogPosition(row.getString(1), row.getLong(2), here.identity(), Gtids.NONE);
        }
    }

    /** The sizes of the files from the first of these on and before the newest; zero where the server has the first no more. */
    private long before(String newest, String first) throws SQLException {
        try (Statement statement = source.createStatement();
                ResultSet files = statement.executeQuery("SHOW BINARY LOGS")) {
            boolean counts = false;
            long bytes = 0;
            while (files.next() && !files.getString(1).equals(newest)) {
                counts |= files.getString(1).equals(first);
                bytes += counts ? files.getLong(2) : 0;
            }
            return bytes;
        }
    }
}
