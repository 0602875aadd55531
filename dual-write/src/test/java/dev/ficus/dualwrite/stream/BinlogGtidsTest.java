package dev.ficus.dualwrite.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.shyiko.mysql.binlog.event.GtidEventData;
import com.github.shyiko.mysql.binlog.event.GtidTaggedEventData;
import com.github.shyiko.mysql.binlog.event.MariadbGtidEventData;
import com.github.shyiko.mysql.binlog.event.PreviousGtidSetEventData;
import dev.ficus.dualwrite.control.Gtids;
import org.junit.jupiter.api.Test;

final class BinlogGtidsTest {
    private static final String A = "3e11fa47-71ca-11e1-9e33-c80aa9429562";

    @Test
    void transactionCountsFromItsCommitOn() {
        BinlogGtids gtids = new BinlogGtids(Gtids.parse(A + ":1-5"), true);

        gtids.begin(named(A + ":6"));
        assertThat(gtids.read().text()).isEqualTo(A + ":1-5");
        assertThat(gtids.next().text()).isEqualTo(A + ":1-6");
        gtids.commit();
        assertThat(gtids.read().text()).isEqualTo(A + ":1-6");
    }

    /** The server gives its number to another transaction when it runs again. */
    @Test
    void transactionThatACrashCutOffDoesNotCount() {
        BinlogGtids gtids = new BinlogGtids(Gtids.parse(A + ":1-5"), true);

        gtids.begin(named(A + ":6"));
        gtids.drop();
        gtids.commit();

        assertThat(gtids.read().text()).isEqualTo(A + ":1-5");
    }

    @Test
    void tagIsKept() {
        BinlogGtids gtids = new BinlogGtids(Gtids.parse(A + ":1-5"), true);
        GtidTaggedEventData tagged = new GtidTaggedEventData();
        tagged.setGtid(A + ":blue:1");

        gtids.begin(tagged);
        gtids.commit();

        assertThat(gtids.read().text()).isEqualTo(A + ":1-5," + A + ":blue:1");
    }

    @Test
    void transactionWithoutANameEndsTheSet() {
        BinlogGtids gtids = new BinlogGtids(Gtids.parse(A + ":1-5"), true);

        gtids.begin(null);
        gtids.commit();

        assertThat(gtids.read().known()).isFalse();
    }

    @Test
    void setOfAFilesBeginningIsTakenWhereThereIsNoneAndNamesAreSure() {
        PreviousGtidSetEventData previous = new PreviousGtidSetEventData(A + ":1-5");
        BinlogGtids without = new BinlogGtids(Gtids.NONE, true);
        BinlogGtids unsure = new BinlogGtids(Gtids.NONE, false);
        BinlogGtids with = new BinlogGtids(Gtids.parse(A + ":1-9"), true);

        without.previous(previous);
        unsure.previous(previous);
        with.previous(previous);

        assertThat(without.read().text()).isEqualTo(A + ":1-5");
        assertThat(unsure.read().known()).isFalse();
        assertThat(with.read().text()).isEqualTo(A + ":1-9");
    }

    @Test
    void newestOfMariadbFollowsTheServerThatWrites() {
        BinlogGtids gtids = new BinlogGtids(Gtids.parse("0-1-100"), true);
        MariadbGtidEventData next = new MariadbGtidEventData();
        next.setSequence(101);

        gtids.begin(next, 2);
        gtids.commit();

        assertThat(gtids.read().text()).isEqualTo("0-2-101");
    }

    private static GtidEventData named(String gtid) {
        GtidEventData data = new GtidEventData();
        data.setGtid(gtid);
        return data;
    }
}
