package dev.ficus.dualwrite.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.dualwrite.stream.Retention.Risk;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When a risk is worth a word, and what is said. */
final class RetentionTest {
    private static final long GIB = 1L << 30;

    private final RetentionWarnings warnings = new RetentionWarnings();

    @Test
    void limitIsToldAtAHalfThreeQuartersAndNineTenthsOnceEach() {
        assertThat(news(0.49)).isEmpty();
        assertThat(news(0.5)).containsExactly("at 0.5");
        assertThat(news(0.6)).as("told already").isEmpty();
        assertThat(news(0.75)).containsExactly("at 0.75");
        assertThat(news(0.6)).as("better, and not yet well").isEmpty();
        assertThat(news(0.8)).as("told before").isEmpty();
        assertThat(news(0.9)).containsExactly("at 0.9");
        assertThat(news(1.7)).isEmpty();
    }

    @Test
    void limitThatIsPassedBetweenTwoLooksIsToldOnce() {
        assertThat(news(0.95)).containsExactly("at 0.95");
        assertThat(news(0.99)).isEmpty();
    }

    @Test
    void limitIsToldAgainAfterItWasUnderAHalf() {
        news(0.95);
        news(0.49);

        assertThat(news(0.5)).containsExactly("at 0.5");
    }

    @Test
    void slotWithoutALimitIsToldAboveOneGibibyteAndAtEachDoubling() {
        assertThat(List.of(
                        level(GIB),
                        level(GIB + 1),
                        level(2 * GIB - 1),
                        level(2 * GIB),
                        level(4 * GIB),
                        level(7 * GIB),
                        level(100 * GIB)))
                .containsExactly(0, 1, 1, 2, 3, 3, 7);
        assertThat(Risk.unlimited("disk", 5 * GIB, "").used()).isEmpty();
    }

    @Test
    void rulesAreToldEachForItself() {
        Risk age = Risk.limited("age", 0.6, "age");
        assertThat(warnings.news(new Retention(List.of(age)))).containsExactly("age");

        assertThat(warnings.news(new Retention(List.of(age, Risk.limited("size", 0.6, "size")))))
                .containsExactly("size");
        assertThat(warnings.news(Retention.lost("gone"))).containsExactly("gone");
        assertThat(warnings.news(Retention.lost("gone"))).isEmpty();
        assertThat(warnings.news(Retention.NONE)).isEmpty();
        assertThat(warnings.news(Retention.lost("gone"))).containsExactly("gone");
    }

    @Test
    void usedIsThatOfTheNearestLimitAndOneAtMost() {
        assertThat(new Retention(List.of(Risk.limited("a", 0.2, ""), Risk.limited("b", 0.7, ""))).used())
                .hasValue(0.7);
        assertThat(new Retention(List.of(Risk.limited("a", 3, ""))).used()).hasValue(1);
        assertThat(new Retention(List.of(Risk.limited("a", -1, ""))).used())
                .as("a clock that is behind")
                .hasValue(0);
        assertThat(Retention.NONE.used()).isEqualTo(OptionalDouble.empty());
        assertThat(Retention.lost("").used()).hasValue(1);
    }

    @Test
    void slotSaysHowMuchIsLeftAndWhatToDo() {
        Risk risk = slot("extended", "", 6 * GIB, 2 * GIB, null).risks().get(0);

        assertThat(risk.used()).hasValue(0.75);
        assertThat(risk.level()).isEqualTo(2);
        assertThat(risk.text())
                .isEqualTo(
                        "the reverse stream's slot ficus_orders_1 holds back 6.0 GiB of PostgreSQL's log, and PostgreSQL"
                                + " gives it up after 2.0 GiB more (max_slot_wal_keep_size): let the stream go on (ficus sync says"
                                + " what it waits for; a transaction that is open for long holds the log back too), end the way"
                                + " back with ficus cutover finish orders, or raise the limit: ALTER SYSTEM SET"
                                + " max_slot_wal_keep_size = '16384MB', then SELECT pg_reload_conf()");
    }

    @Test
    void slotThatIsGivenUpAtTheNextCheckpointIsToldThoughNineTenthsWereTold() {
        assertThat(warnings.news(slot("extended", "", 95, 5L, null))).hasSize(1);

        Retention now = slot("unreserved", "", 101, -1L, null);
        assertThat(warnings.news(now)).singleElement().asString().contains("gives it up at its next checkpoint");
        assertThat(now.used()).hasValue(1);
    }

    @Test
    void slotThatIsLostSaysWhyAndTheWayOut() {
        assertThat(slot("lost", "wal_removed", 101, null, null).risks().get(0).text())
                .contains("is lost", "wal_removed", "ficus cutover finish orders");
        assertThat(slot("reserved", "idle_timeout", 101, null, null).lost()).isTrue();
    }

    @Test
    void slotThatNobodyReadsIsAtRiskByItsTimeoutToo() {
        Retention now = slot("reserved", "", 1, 99L, 2700L);

        assertThat(now.used()).hasValue(0.75);
        assertThat(warnings.news(now))
                .singleElement()
                .asString()
                .contains("for 45 min", "gives it up in 15 min (idle_replication_slot_timeout)", "= '7200s'");
    }

    @Test
    void slotWithoutALimitHasNoRatioAndNamesTheDisk() {
        Retention now = slot("extended", "", 3 * GIB, null, null);

        assertThat(now.used()).isEmpty();
        assertThat(warnings.news(now))
                .singleElement()
                .asString()
                .contains("3.0 GiB", "nothing limits that but the disk");
    }

    @Test
    void binlogIsKeptForSecondsElseForDaysElseForEver() {
        assertThat(BinlogExpiry.of(Map.of("binlog_expire_logs_seconds", "3600", "expire_logs_days", "9")))
                .contains(Duration.ofHours(1));
        assertThat(BinlogExpiry.of(Map.of("binlog_expire_logs_seconds", "0", "expire_logs_days", "1.5")))
                .contains(Duration.ofHours(36));
        assertThat(BinlogExpiry.of(Map.of("expire_logs_days", "2"))).contains(Duration.ofDays(2));
        assertThat(BinlogExpiry.of(Map.of("binlog_expire_logs_seconds", "0", "expire_logs_days", "0")))
                .isEmpty();
        assertThat(BinlogExpiry.of(
                        Map.of("binlog_expire_logs_seconds", "3600", "binlog_expire_logs_auto_purge", "OFF")))
                .isEmpty();
    }

    @Test
    void amountsReadWell() {
        assertThat(List.of(
                        Retention.text(Duration.ofSeconds(-3)),
                        Retention.text(Duration.ofSeconds(119)),
                        Retention.text(Duration.ofMinutes(119)),
                        Retention.text(Duration.ofHours(47)),
                        Retention.text(Duration.ofDays(15))))
                .containsExactly("0 s", "119 s", "119 min", "47 h", "15 days");
        assertThat(List.of(Retention.text(5000L), Retention.text(3L << 19), Retention.text(5L << 29)))
                .containsExactly("4 KiB", "1.5 MiB", "2.5 GiB");
    }

    private List<String> news(double used) {
        return warnings.news(new Retention(List.of(Risk.limited("age", used, "at " + used))));
    }

    private static int level(long bytes) {
        return Risk.unlimited("disk", bytes, "").level();
    }

    private static Retention slot(String state, String reason, long held, @Nullable Long safe, @Nullable Long idle) {
        return new PostgresRetention("ficus_orders_1", "orders", state, reason, held, safe, 8192, idle, 3600)
                .retention();
    }
}
