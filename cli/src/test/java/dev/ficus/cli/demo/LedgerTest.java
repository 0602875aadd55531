package dev.ficus.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.dualwrite.control.Owner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
    private static final ShopRow ADDRESS =
            ShopRow.inserted(RowKey.of(ShopTable.ADDRESSES, 5), "1", "billing", "Nyhavn 7", "1050", "København", "DK");

    private final SplittableRandom random = new SplittableRandom(1);

    @TempDir
    private Path directory;

    private Ledger ledger;

    @BeforeEach
    void open() {
        ledger = new Ledger(directory.resolve("ledger.tsv"));
        ledger.initial(List.of(ADDRESS));
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void rowThatIsClaimedIsNotGivenToAnybodyElse() {
        assertThat(claim()).contains(ADDRESS);
        assertThat(claim()).isEmpty();
        ledger.release(ADDRESS.key());
        assertThat(claim()).contains(ADDRESS);
    }

    @Test
    void claimGivesTheNewestAcceptedVersion() {
        ShopRow moved = ADDRESS.updated("street", "Nyhavn 9");
        ledger.accepted(Owner.POSTGRES, List.of(WrittenRow.present(moved)));

        assertThat(claim()).contains(moved);
    }

    @Test
    void deletedRowIsNotGivenAgain() {
        ledger.accepted(Owner.MYSQL, List.of(WrittenRow.deleted(ADDRESS)));

        assertThat(claim()).isEmpty();
    }

    @Test
    void rowWithUnknownOutcomeStaysClaimed() {
        claim();
        ledger.unknown(Owner.MYSQL, List.of(WrittenRow.present(ADDRESS.updated("street", "Nyhavn 9"))));
        ledger.release(ADDRESS.key());

        assertThat(claim()).isEmpty();
        assertThat(ledger.counts().unknown()).isEqualTo(1);
        assertThat(ledger.counts().unknownChanges("customers")).isEqualTo(1);
        assertThat(ledger.counts().accepted()).isZero();
    }

    @Test
    void onlyRowsThatTheLoadAddedAreGivenAsAdded() {
        assertThat(ledger.claimAdded(ShopTable.ADDRESSES, random)).isEmpty();
        ShopRow added = new ShopRow(RowKey.of(ShopTable.ADDRESSES, 6), 1, ADDRESS.cells());
        ledger.accepted(Owner.MYSQL, List.of(WrittenRow.present(added)));

        assertThat(ledger.claimAdded(ShopTable.ADDRESSES, random)).contains(added);
    }

    @Test
    void rowChangesAreCountedForEachDomainAndSide() {
        ledger.accepted(Owner.MYSQL, List.of(WrittenRow.present(ADDRESS), WrittenRow.present(ADDRESS)));
        ledger.accepted(Owner.POSTGRES, List.of(WrittenRow.present(ADDRESS)));

        assertThat(ledger.counts().accepted()).isEqualTo(2);
        assertThat(ledger.counts().changes("customers", Owner.MYSQL)).isEqualTo(2);
        assertThat(ledger.counts().changes("customers", Owner.POSTGRES)).isEqualTo(1);
        assertThat(ledger.counts().changes("orders", Owner.MYSQL)).isZero();
    }

    @Test
    void everyOutcomeStandsInTheFileBeforeTheApplicationGoesOn() throws IOException {
        ledger.accepted(Owner.POSTGRES, List.of(WrittenRow.present(ADDRESS)));
        ledger.unknown(Owner.MYSQL, List.of(WrittenRow.deleted(ADDRESS)));

        List<String> lines = Files.readAllLines(directory.resolve("ledger.tsv"));
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).endsWith("\taccepted\tpostgres\t1\tcustomers\taddresses\t5\t1\t" + ADDRESS.hash());
        assertThat(lines.get(1)).endsWith("\tunknown\tmysql\t1\tcustomers\taddresses\t5\t1\tdeleted");
    }

    private java.util.Optional<ShopRow> claim() {
        return ledger.claim(ShopTable.ADDRESSES, random);
    }
}
