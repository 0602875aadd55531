package dev.ficus.core.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.ficus.core.drift.SchemaObject.Key;
import dev.ficus.core.history.DriftReport.Difference;
import dev.ficus.core.history.DriftReport.Kind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SnapshotTest {
    private static final SchemaObject ORDERS = object("table", "orders", Optional.empty(), "table");
    private static final SchemaObject ID = inOrders("column", "orders.id", "int");
    private static final SchemaObject STATUS = inOrders("column", "orders.status", "text");

    @Test
    void equalSnapshotsDoNotDiffer() {
        assertThat(snapshot(ORDERS, ID).differences(snapshot(ID, ORDERS))).isEmpty();
    }

    @Test
    void whatIsInsideAMissingOrUnexpectedObjectIsNotToldAgain() {
        Difference missing = new Difference(Kind.MISSING, "table", "orders", Optional.of("table"), Optional.empty());
        Difference unexpected =
                new Difference(Kind.UNEXPECTED, "table", "orders", Optional.empty(), Optional.of("table"));
        assertThat(snapshot(ORDERS, ID).differences(snapshot())).containsExactly(missing);
        assertThat(snapshot().differences(snapshot(ORDERS, ID))).containsExactly(unexpected);
    }

    @Test
    void whatDiffersInsideAnObjectThatBothHaveIsToldByName() {
        SchemaObject longer = inOrders("column", "orders.id", "bigint");
        assertThat(snapshot(ORDERS, STATUS, ID).differences(snapshot(ORDERS, longer)))
                .containsExactly(
                        new Difference(Kind.CHANGED, "column", "orders.id", Optional.of("int"), Optional.of("bigint")),
                        new Difference(Kind.MISSING, "column", "orders.status", Optional.of("text"), Optional.empty()));
    }

    @Test
    void twoObjectsOfOneNameAreABugOfTheReader() {
        assertThatIllegalArgumentException().isThrownBy(() -> snapshot(ID, ID)).withMessageContaining("orders.id");
    }

    @Test
    void scratchNamesAreToldFromOthers() {
        assertThat(ScratchName.matches(ScratchName.next())).isTrue();
        assertThat(List.of(ScratchName.next(), "shop"))
                .filteredOn(ScratchName::matches)
                .hasSize(1);
        assertThat(ScratchName.matches("ficus_drift_of_mine")).isFalse();
        assertThat(ScratchName.next()).isNotEqualTo(ScratchName.next());
    }

    private static Snapshot snapshot(SchemaObject... objects) {
        return new Snapshot(List.of(objects));
    }

    private static SchemaObject inOrders(String type, String name, String definition) {
        return object(type, name, Optional.of(ORDERS.key()), definition);
    }

    private static SchemaObject object(String type, String name, Optional<Key> inside, String definition) {
        return new SchemaObject(new Key(type, name), inside, definition);
    }
}
