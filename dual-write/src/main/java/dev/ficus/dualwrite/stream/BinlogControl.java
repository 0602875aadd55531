package dev.ficus.dualwrite.stream;

import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.dualwrite.control.Direction;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
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

    /** A row of a control table was written; other tables are of no concern. */
    void changed(
            TableMapEventData map,
            @Nullable Serializable[] cells,
            BitSet columns,
            PendingTransaction pending,
            BinlogTables tables) {
        tables.control(map).ifPresent(table -> {
            refuseUnlessWhole(map, columns);
            switch (table) {
                case CHECKPOINT -> markIfOurs(cells, pending);
                case BEAT -> {
                    if (domain.equals(text(cells[0]))) {
                        pending.beat(new Beat(number(cells[1]), instant(cells[2])));
                    }
                }
            }
        });
    }

    /** A row of a control table was removed. A beat that is gone is none. */
    void removed(
            TableMapEventData map,
            @Nullable Serializable[] cells,
            BitSet columns,
            PendingTransaction pending,
            BinlogTables tables) {
        tables.control(map)
                .filter(table -> table == BinlogTables.ControlTable.CHECKPOINT)
                .ifPresent(table -> {
                    refuseUnlessWhole(map, columns);
                    markIfOurs(cells, pending);
                });
    }

    private void markIfOurs(@Nullable Serializable[] cells, PendingTransaction pending) {
        if (domain.equals(text(cells[0])) && Direction.REVERSE.word().equals(text(cells[1]))) {
            pending.mark();
        }
    }

    private static void refuseUnlessWhole(TableMapEventData map, BitSet columns) {
        if (columns.cardinality() != map.getColumnTypes().length) {
            throw new FicusException(
                    ErrorCode.BINLOG_SETTING_UNSUITABLE,
                    "a row of the control schema was logged without all of its columns",
                    "MySQL " + map.getDatabase() + "." + map.getTable(),
                    "SET GLOBAL binlog_row_image = 'FULL', and let no session change it");
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
