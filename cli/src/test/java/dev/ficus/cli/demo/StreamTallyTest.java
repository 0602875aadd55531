package dev.ficus.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.dualwrite.control.BinlogPosition;
import dev.ficus.dualwrite.control.Checkpoint;
import dev.ficus.dualwrite.control.Direction;
import dev.ficus.dualwrite.control.Owner;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StreamTallyTest {
    private static final String DOMAIN = "catalog";

    private final Map<Direction, Checkpoint> checkpoints = new EnumMap<>(Direction.class);
    private final LedgerCounts counts = new LedgerCounts();
    private final StreamTally tally =
            new StreamTally((domain, direction) -> Optional.ofNullable(checkpoints.get(direction)), counts);

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
        counts.unknown(Collections.singletonList(WrittenRow.deleted(product())));

        assertThat(tally.count(DOMAIN).echoed()).isZero();
    }

    /** Mirroring with 100 changes, 5 on PostgreSQL, back with 4 on MySQL, there again with 6 on PostgreSQL. */
    private void walk(int echoes) {
        accept(Owner.MYSQL, 100);
        stream(Direction.FORWARD, 1, 100);
        tally.beforeCutover(DOMAIN);
        stream(Direction.REVERSE, 2, 0);
        tally.afterCutover(DOMAIN);
        accept(Owner.POSTGRES, 5);
        stream(Direction.REVERSE, 2, 3);
        tally.beforeCutover(DOMAIN);
        stream(Direction.REVERSE, 2, 5);
        stream(Direction.FORWARD, 3, 0);
        accept(Owner.MYSQL, 4);
        tally.afterCutover(DOMAIN);
        stream(Direction.FORWARD, 3, 4 + echoes);
        tally.beforeCutover(DOMAIN);
        stream(Direction.REVERSE, 4, 0);
        tally.afterCutover(DOMAIN);
        accept(Owner.POSTGRES, 6);
        stream(Direction.REVERSE, 4, 6);
    }

    private void accept(Owner side, int rows) {
        counts.accepted(side, Collections.nCopies(rows, WrittenRow.deleted(product())));
    }

    private void stream(Direction direction, long epoch, long changes) {
        checkpoints.put(
                direction,
                new Checkpoint(
                        DOMAIN,
                        direction,
                        epoch,
                        new BinlogPosition("binlog.000001", 4),
                        Optional.empty(),
                        0,
                        changes,
                        changes,
                        0,
                        Optional.empty(),
                        Instant.EPOCH));
    }

    private static ShopRow product() {
        return ShopRow.inserted(RowKey.of(ShopTable.PRODUCTS, 1), "SKU-1", "4001", "Oak tray", null, "9.90", "10", "0");
    }
}
