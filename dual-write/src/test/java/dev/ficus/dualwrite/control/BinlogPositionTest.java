package dev.ficus.dualwrite.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class BinlogPositionTest {
    private static final String A = "3e11fa47-71ca-11e1-9e33-c80aa9429562";
    private static final String B = "98b92a92-b2e2-11f0-a000-0242ac110002";

    @Test
    void textOfAnOlderCheckpointIsReadAndWrittenAsItWas() {
        BinlogPosition old = BinlogPosition.parse("binlog.000042:1234");

        assertThat(old.text()).isEqualTo("binlog.000042:1234");
        assertThat(old.gtids().known()).isFalse();
    }

    @Test
    void everyTextIsReadBackAsItself() {
        for (String text : new String[] {
            "binlog.000042:1234,server=" + A,
            "binlog.000042:1234,server=" + A + ",gtids=",
            "binlog.000042:5000000000,server=" + A + ",gtids=" + A + ":1-5:7," + A + ":blue:1-3," + B + ":1",
            "my-bin.000001:4,server=3306@db-1.example,gtids=0-1-5,1-2-7"
        }) {
            assertThat(BinlogPosition.parse(text).text()).isEqualTo(text);
        }
    }

    @Test
    void placesOfOneServerAreOrderedByFileAndOffset() {
        assertThat(at("binlog.000009", 900, A, "")).isLessThan(at("binlog.000010", 4, A, ""));
        assertThat(at("binlog.1000000", 4, A, "")).isGreaterThan(at("binlog.999999", 900, A, ""));
        assertThat(at("binlog.000001", 5_000_000_000L, A, "")).isGreaterThan(at("binlog.000001", 4, A, ""));
    }

    @Test
    void placesOfDifferentServersAreOrderedByWhatWasExecuted() {
        BinlogPosition old = at("binlog.000900", 900, A, A + ":1-5");

        assertThat(at("binlog.000001", 4, B, A + ":1-5," + B + ":1")).isGreaterThan(old);
        assertThat(at("binlog.000001", 4, B, A + ":1-4")).isLessThan(old);
        assertThat(at("binlog.000001", 4, B, A + ":1-5").compareTo(old)).isZero();
    }

    @Test
    void whatHasNoOrderIsNotCompared() {
        BinlogPosition old = at("binlog.000900", 900, A, A + ":1-5");

        assertThatThrownBy(
                        () -> at("binlog.000001", 4, B, A + ":1-4," + B + ":1").compareTo(old))
                .as("each has what the other lacks")
                .isInstanceOfSatisfying(
                        FicusException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_REPLACED));
        BinlogPosition unnamed = new BinlogPosition("binlog.000001", 4, B, Gtids.NONE);
        assertThatThrownBy(() -> unnamed.compareTo(old)).isInstanceOf(FicusException.class);
        assertThatThrownBy(() -> unnamed.beganBehind(old)).isInstanceOf(FicusException.class);
    }

    /** Its end has everything, but it is a part of what the copy was taken from, and the copy may hold it. */
    @Test
    void transactionThatComesLateOnTheNewServerDidNotBeginBehindTheCopy() {
        BinlogPosition copied = at("binlog.000900", 900, A, A + ":1-100");
        BinlogPosition late =
                at("binlog.000001", 500, B, A + ":1-101").endOfTransactionAfter(MysqlGtids.parse(A + ":1-99:101"));

        assertThat(late).isGreaterThan(copied);
        assertThat(late.beganBehind(copied)).isFalse();
        assertThat(at("binlog.000001", 600, B, A + ":1-102")
                        .endOfTransactionAfter(MysqlGtids.parse(A + ":1-101"))
                        .beganBehind(copied))
                .isTrue();
    }

    @Test
    void setsOfMysqlGrowInAnyOrder() {
        MysqlGtids gtids = MysqlGtids.EMPTY;
        for (long number : new long[] {1, 2, 3, 7, 5, 6, 4, 10, 9}) {
            MysqlGtids before = gtids;
            gtids = gtids.with(UUID.fromString(A), "", number);
            assertThat(gtids.contains(before)).isTrue();
            assertThat(before.contains(gtids)).isFalse();
        }
        assertThat(gtids.text()).isEqualTo(A + ":1-7:9-10");
        assertThat(gtids.with(UUID.fromString(A), "", 6)).isSameAs(gtids);
    }

    @Test
    void setsOfMysqlAreReadAsServersWriteThem() {
        assertThat(Gtids.parse(A.toUpperCase(java.util.Locale.ROOT) + ":1-3:5,\n" + B + ":2:blue:1-3:7:red:4")
                        .text())
                .isEqualTo(A + ":1-3:5," + B + ":2," + B + ":blue:1-3:7," + B + ":red:4");
        assertThat(Gtids.parse("")).isEqualTo(MysqlGtids.EMPTY);
    }

    @Test
    void tagIsPartOfTheName() {
        assertThat(Gtids.parse(A + ":1-9").contains(Gtids.parse(A + ":blue:1"))).isFalse();
    }

    @Test
    void gapIsNotContained() {
        Gtids holes = Gtids.parse(A + ":1-4:6-9");

        assertThat(holes.contains(Gtids.parse(A + ":2-3:7"))).isTrue();
        assertThat(holes.contains(Gtids.parse(A + ":4-6"))).isFalse();
        assertThat(holes.contains(Gtids.parse(B + ":1"))).isFalse();
    }

    @Test
    void setsOfMariadbGrowByDomainAcrossServers() {
        MariadbGtids before = MariadbGtids.parse("1-7-3,0-1-100");
        MariadbGtids after = before.with(0, 2, 101);

        assertThat(after.text()).isEqualTo("0-2-101,1-7-3");
        assertThat(after.contains(before)).isTrue();
        assertThat(before.contains(after)).isFalse();
        assertThat(MariadbGtids.parse("0-2-100").contains(MariadbGtids.parse("0-1-100")))
                .as("two that both follow the 99th")
                .isFalse();
    }

    @Test
    void setsOfDifferentKindsContainNothingOfEachOther() {
        assertThat(MysqlGtids.EMPTY.contains(MariadbGtids.parse("0-1-1"))).isFalse();
        assertThat(MariadbGtids.parse("0-1-1").contains(MysqlGtids.EMPTY)).isFalse();
        assertThat(Gtids.NONE.contains(Gtids.NONE)).isFalse();
    }

    private static BinlogPosition at(String file, long offset, String server, String gtids) {
        return new BinlogPosition(file, offset, server, Gtids.parse(gtids));
    }
}
