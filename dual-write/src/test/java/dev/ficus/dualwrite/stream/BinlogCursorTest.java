package dev.ficus.dualwrite.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.dualwrite.control.BinlogPosition;
import dev.ficus.dualwrite.control.Gtids;
import org.junit.jupiter.api.Test;

final class BinlogCursorTest {
    private static final long FOUR_GIB = 1L << 32;

    @Test
    void offsetGoesOnBehindFourGibibytes() {
        BinlogCursor cursor = new BinlogCursor(new BinlogPosition("binlog.000001", FOUR_GIB - 100));

        cursor.moveTo(FOUR_GIB - 10);
        cursor.moveTo(50);
        assertThat(cursor.position("", Gtids.NONE).offset()).isEqualTo(FOUR_GIB + 50);
        cursor.moveTo(40);
        assertThat(cursor.position("", Gtids.NONE).offset()).as("a second wrap").isEqualTo(2 * FOUR_GIB + 40);
    }

    @Test
    void eventsWithoutAnEndAreCountedByTheirLength() {
        BinlogCursor cursor = new BinlogCursor(new BinlogPosition("binlog.000001", 1000));

        cursor.moveBy(FOUR_GIB);
        cursor.moveTo(1500);

        assertThat(cursor.position("", Gtids.NONE).offset()).isEqualTo(FOUR_GIB + 1500);
    }

    @Test
    void rotationStartsTheNextFile() {
        BinlogCursor cursor = new BinlogCursor(new BinlogPosition("binlog.000001", 3 * FOUR_GIB));

        cursor.rotate("binlog.000002", 4);
        cursor.moveTo(300);

        assertThat(cursor.position("", Gtids.NONE)).isEqualTo(new BinlogPosition("binlog.000002", 300));
    }

    /** The request to the server has 32 bits. */
    @Test
    void placeBehindFourGibibytesIsReachedFromTheBeginningOfItsFile() {
        assertThat(BinlogCursor.requestable(new BinlogPosition("binlog.000001", FOUR_GIB + 7)))
                .isEqualTo(4);
        assertThat(BinlogCursor.requestable(new BinlogPosition("binlog.000001", FOUR_GIB - 1)))
                .isEqualTo(FOUR_GIB - 1);
    }
}
