package dev.ficus.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.dualwrite.control.Owner;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamTallyTest {
    private static final String DOMAIN = "catalog";

    private final Streams streams = new Streams();
    private final LedgerCounts counts = new LedgerCounts();
    private final StreamTally tally = new StreamTally(streams, counts);

    @Test
    void changesSinceTheFirstCutoverAddUpOverAllStreams() {
        walk(0);

        assertThat(tally.count(DOMAIN)).isEqualTo(new EchoCount(15, 15, 0));
        assertThat(tally.count(DOMAIN).echoed()).isZero();
    }

    @Test
    void changeThatNoApplicationMadeIsAnEcho() {
        walk(2);

        assertThat(tally.count(DOMAIN).echoed()).isEqualTo(2);
    }

    @Test
    void writeWithUnknownOutcomeMayHaveBeenAppliedOrNot() {
        walk(1);
        counts.unknown(List.of(WrittenRow.deleted(product())));

        assertThat(tally.count(DOMAIN).echoed()).isZero();
    }

    @Test
    void journalTellsHowManyChangesAStreamHadApplied() {
        assertThat(ControlFigures.changesAtEnd(
                        "forward stream ended at binlog.000002:1234 with 57 changes and 0 echoes"))
                .contains(57L);
        assertThat(ControlFigures.changesAtEnd("reverse stream ended at 0/1A2B with 8 changes and 9 echoes"))
                .contains(8L);
        assertThat(ControlFigures.changesAtEnd("applied to binlog.000002:1234 in 12 ms"))
                .isEmpty();
    }

    /** Mirroring with 100 changes, 5 on PostgreSQL, back with 4 on MySQL, there again with 6 on PostgreSQL. */
    private void walk(int echoes) {
        accept(Owner.MYSQL, 100);
        tally.beforeCutover(DOMAIN);
        streams.ended.add(103L);
        tally.afterCutover(DOMAIN);
        accept(Owner.POSTGRES, 5);
        tally.beforeCutover(DOMAIN);
        streams.ended.add(5L);
        accept(Owner.MYSQL, 4);
        tally.afterCutover(DOMAIN);
        tally.beforeCutover(DOMAIN);
        streams.ended.add(4L + echoes);
        tally.afterCutover(DOMAIN);
        accept(Owner.POSTGRES, 6);
        streams.last = 6;
    }

    private void accept(Owner side, int rows) {
        counts.accepted(side, Collections.nCopies(rows, WrittenRow.deleted(product())));
    }

    private static ShopRow product() {
        return ShopRow.inserted(RowKey.of(ShopTable.PRODUCTS, 1), "SKU-1", "4001", "Oak tray", null, "9.90", "10", "0");
    }

    private static final class Streams implements StreamTally.Source {
        private final List<Long> ended = new ArrayList<>();
        private long last;

        @Override
        public List<Long> endedStreams(String domain) {
            return ended;
        }

        @Override
        public long lastStream(String domain) {
            return last;
        }
    }
}
