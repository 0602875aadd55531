package dev.ficus.migrations.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.history.ChangeState;
import dev.ficus.core.history.MigrationHistory;
import dev.ficus.core.history.MigrationPlan.Direction;
import dev.ficus.core.history.MigrationPlan.PlannedChange;
import dev.ficus.core.history.PlanOptions;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.migrations.sql.contract.DownContract;
import org.junit.jupiter.api.Test;

final class PostgresDownIT extends DownContract {

    @Override
    protected DatabaseKind kind() {
        return DatabaseKind.POSTGRES;
    }

    @Override
    protected MigrationHistory open(DatabaseSettings database) {
        return PostgresHistory.open(database);
    }

    @Test
    void wayBackThatFailsLeavesEverythingAsItWas() throws Exception {
        twoReversible();
        write("U002__b.sql", "DROP TABLE b;\nDROP TABLE nowhere;");
        up();
        refusedDown(ErrorCode.CHANGE_FAILED, steps(2));
        assertThat(states()).containsExactly(ChangeState.APPLIED, ChangeState.APPLIED);
        assertThat(column("SELECT count(*) FROM b"))
                .as("the table is there again")
                .containsExactly("0");
        assertThat(column("SELECT count(*) FROM ficus_statement")).containsExactly("0");
    }

    @Test
    void wayBackAndTheRemovalOfItsRecordCommitTogether() throws Exception {
        twoReversible();
        write("U002__b.sql", "DROP TABLE b;\nDROP TABLE ficus_change;");
        up();
        FicusException failed = refusedDown(ErrorCode.HISTORY_WRITE_FAILED, steps(1));
        assertThat(failed.problem().what())
                .startsWith("the record of the way back of change V002__b could not be written: ");
        assertThat(column("SELECT count(*) FROM b")).containsExactly("0");
        assertThat(states()).containsExactly(ChangeState.APPLIED, ChangeState.APPLIED);
    }

    @Test
    void wayBackOutsideOfATransactionIsJournaled() throws Exception {
        write("V001__a.sql", "CREATE TABLE a (id int);\nCREATE INDEX a_id ON a (id);");
        write("U001__a.sql", "-- ficus: no-transaction\nDROP INDEX CONCURRENTLY a_id;\nDROP TABLE nowhere;");
        up();
        assertThat(with(history -> history.plan(new PlanOptions(Direction.DOWN, steps(1), false)))
                        .changes())
                .extracting(PlannedChange::transactional)
                .containsExactly(false);
        refusedDown(ErrorCode.CHANGE_FAILED, steps(1));
        assertThat(states()).as("negative control: nothing rolled it back").containsExactly(ChangeState.HALF_APPLIED);
        assertThat(column("SELECT direction || ' ' || number || ' ' || state FROM ficus_statement ORDER BY number"))
                .containsExactly("DOWN 1 DONE", "DOWN 2 FAILED");
    }

    @Test
    void wayBackOutsideOfATransactionRuns() throws Exception {
        write("V001__a.sql", "CREATE TABLE a (id int);\nCREATE INDEX a_id ON a (id);");
        write("U001__a.sql", "-- ficus: no-transaction\nDROP INDEX CONCURRENTLY a_id;\nDROP TABLE a;");
        up();
        assertThat(down(steps(1)).undone()).hasSize(1);
        assertThat(column("SELECT count(*) FROM ficus_statement")).containsExactly("0");
    }
}
