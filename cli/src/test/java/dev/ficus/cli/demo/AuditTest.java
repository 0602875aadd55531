package dev.ficus.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.dualwrite.control.Owner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditTest {
    private static final ShopRow FIRST = product(1);
    private static final ShopRow SECOND = product(2);

    @TempDir
    private Path directory;

    private Ledger ledger;

    @BeforeEach
    void open() {
        ledger = new Ledger(directory.resolve("ledger.tsv"));
        ledger.initial(List.of(FIRST, SECOND));
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void rowsThatStandAsAcceptedAreNeitherLostNorPhantom() {
        ShopRow changed = FIRST.updated("stock", "9");
        ledger.accepted(Owner.MYSQL, List.of(WrittenRow.present(changed)));
        ledger.accepted(Owner.POSTGRES, List.of(WrittenRow.deleted(SECOND)));
        ShopRow added = product(3);
        ledger.accepted(Owner.POSTGRES, List.of(WrittenRow.present(added)));

        assertCounts(audit(changed, added), 0, 0);
    }

    @Test
    void acceptedRowThatIsAbsentIsLost() {
        assertCounts(audit(FIRST), 1, 0);
    }

    @Test
    void olderVersionThanAcceptedIsLost() {
        ledger.accepted(Owner.MYSQL, List.of(WrittenRow.present(FIRST.updated("stock", "9"))));

        assertCounts(audit(FIRST, SECOND), 1, 0);
    }

    @Test
    void acceptedDeleteThatDidNotHappenIsLost() {
        ledger.accepted(Owner.MYSQL, List.of(WrittenRow.deleted(SECOND)));

        assertCounts(audit(FIRST, SECOND), 1, 0);
    }

    @Test
    void rowThatNobodyWroteIsPhantom() {
        assertCounts(audit(FIRST, SECOND, product(3)), 0, 1);
    }

    @Test
    void versionThatNobodyWasToldIsAcceptedIsPhantom() {
        assertCounts(audit(FIRST.updated("stock", "9"), SECOND), 0, 1);
    }

    @Test
    void acceptedVersionWithOtherContentIsPhantom() {
        assertCounts(audit(FIRST.and("stock", "9"), SECOND), 0, 1);
    }

    @Test
    void unknownOutcomeIsNeitherLostNorPhantomWhicheverWayItWent() {
        ShopRow changed = FIRST.updated("stock", "9");
        ShopRow added = product(3);
        ledger.unknown(
                Owner.MYSQL,
                List.of(WrittenRow.present(changed), WrittenRow.deleted(SECOND), WrittenRow.present(added)));

        assertCounts(audit(changed, added), 0, 0);
        assertCounts(audit(FIRST, SECOND), 0, 0);
        assertCounts(audit(FIRST.updated("stock", "10"), SECOND), 0, 1);
    }

    @Test
    void faultOnOneSideOnlyCountsOnce() {
        Audit audit = new Audit(ledger);
        audit.side(
                EnumSet.of(ShopTable.PRODUCTS), rows -> List.of(FIRST, SECOND).forEach(rows));
        audit.side(EnumSet.of(ShopTable.PRODUCTS), rows -> List.of(FIRST).forEach(rows));
        audit.side(EnumSet.of(ShopTable.PRODUCTS), rows -> List.of(FIRST).forEach(rows));

        assertCounts(audit, 1, 0);
    }

    private Audit audit(ShopRow... present) {
        Audit audit = new Audit(ledger);
        audit.side(EnumSet.of(ShopTable.PRODUCTS), rows -> new ArrayList<>(List.of(present)).forEach(rows));
        return audit;
    }

    private static void assertCounts(Audit audit, int lost, int phantom) {
        assertThat(audit.lost()).as("lost").hasSize(lost);
        assertThat(audit.phantom()).as("phantom").hasSize(phantom);
    }

    private static ShopRow product(long id) {
        return ShopRow.inserted(
                RowKey.of(ShopTable.PRODUCTS, id), "SKU-" + id, "4001", "Oak tray", null, "9.90", "10", "0");
    }
}
