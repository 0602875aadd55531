package dev.ficus.dualwrite.stream;

import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.dualwrite.control.Direction;
import dev.ficus.dualwrite.stream.BinlogTables.ControlTable;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the marks and beats of one domain out of the rows of MySQL's control tables. A change of the checkpoint of the
 * reverse stream is the mark of its transaction. Columns are taken by their place in the control schema.
 */
final class BinlogControl {
    private final String domain;

    BinlogControl(String domain) {
        this.domain = domain;
    }

    /** Rows of a control table were written; other tables are of no concern. */
    void written(TableMapEventData map, LoggedRows rows, boolean update, PendingTransaction pending) {
        ControlTable table = BinlogTables.control(map).orElse(null);
        if (table == null) {
            return;
        }
        List<@Nullable Serializable[]> images = images(map, rows);
        for (int i = update ? 1 : 0; i < images.size(); i += update ? 2 : 1) {
            @Nullable Serializable[] cells = images.get(i);
            if (table == ControlTable.CHECKPOINT) {
                markIfOurs(cells, pending);
            } else if (domain.equals(text(cells[0]))) {
                pending.beat(new Beat(number(cells[1]), instant(cells[2])));
            }
        }
    }

    /** Rows of a control table were removed. A beat that is gone is none. */
    void removed(TableMapEventData map, LoggedRows rows, PendingTransaction pending) {
        if (BinlogTables.control(map).orElse(null) == ControlTable.CHECKPOINT) {
            images(map, rows).forEach(cells -> markIfOurs(cells, pending));
        }
    }

    private static List<@Nullable Serializable[]> images(TableMapEventData map, LoggedRows rows) {
        if (!rows.whole(map.getColumnTypes().length)) {
            throw new FicusException(
                    ErrorCode.BINLOG_SETTING_UNSUITABLE,
                    "a row of the control schema was logged without all of its columns",
                    "MySQL " + map.getDatabase() + "." + map.getTable(),
                    "SET GLOBAL binlog_row_image = 'FULL', and let no session change it");
        }
        return BinlogCells.of(map).rows(rows.images(), rows.start());
    }

    private void markIfOurs(@Nullable Serializable[] cells, PendingTransaction pending) {
        if (domain.equals(text(cells[0])) && Direction.REVERSE.word().equals(text(cells[1]))) {
            pending.mark();
        }
    }

    private static String text(@Nullable Serializable cell) {
        return cell instanceof byte[] bytes ? new String(bytes, StandardCharsets.US_ASCII) : "";
    }

    private static long number(@Nullable Serializable cell) {
        return cell instanceof Long number ? number : 0;
    }

    private static Instant instant(@Nullable Serializable cell) {
        return cell instanceof Long micros ? Instant.EPOCH.plus(micros, ChronoUnit.MICROS) : Instant.EPOCH;
    }
}
