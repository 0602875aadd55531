package dev.ficus.migrations.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.history.ChangeState;
import dev.ficus.core.history.MigrationHistory;
import dev.ficus.core.history.PlanOptions;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.migrations.sql.contract.DownContract;
import dev.ficus.migrations.sql.contract.SentSql;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class MysqlDownIT extends DownContract {

    @Override
    protected DatabaseKind kind() {
        return DatabaseKind.MYSQL;
    }

    @Override
    protected MigrationHistory open(DatabaseSettings database) {
        return MysqlHistory.open(database);
    }

    @Test
    void wayBackThatFailsHalfwayIsSeenAndNothingRunsOverIt() throws Exception {
        twoReversible();
        write("V002__b.sql", "CREATE TABLE b (id int);\nCREATE TABLE b2 (id int);");
        write("U002__b.sql", "DROP TABLE b2;\nDROP TABLE nowhere;\nDROP TABLE b;");
        up();
        FicusException failed = refusedDown(ErrorCode.CHANGE_FAILED, steps(2));
        assertThat(failed.problem().what())
                .startsWith("the way back of change V002__b failed at statement 2 of 3: ")
                .contains("; the change is half applied: its way back stopped: 1 of 3 statements ran, statement 2"
                        + " failed: ");
        assertThat(journal()).containsExactly("DOWN 1 DONE", "DOWN 2 FAILED");
        assertThat(states()).containsExactly(ChangeState.APPLIED, ChangeState.HALF_APPLIED);
        refusedDown(ErrorCode.CHANGE_HALF_APPLIED, steps(1));
        FicusException up = refused(ErrorCode.CHANGE_HALF_APPLIED, history -> history.plan(PlanOptions.UP));
        assertThat(up.problem().what())
                .startsWith("change V002__b is half applied: its way back stopped: 1 of 3 statements ran");
    }

    @Test
    void wayBackThatWasKilledBetweenTwoStatementsIsHalfApplied() throws Exception {
        twoReversible();
        write("U002__b.sql", "ALTER TABLE b ADD gone int;\nDROP TABLE b;");
        up();
        killedBefore("DROP TABLE b");
        assertThat(journal()).containsExactly("DOWN 1 DONE");
        assertThat(refusedDown(ErrorCode.CHANGE_HALF_APPLIED, steps(1))
                        .problem()
                        .what())
                .isEqualTo(
                        "change V002__b is half applied: its way back stopped: 1 of 2 statements ran, then the run was"
                                + " cut off");
    }

    @Test
    void wayBackThatWasKilledBeforeItsRecordWasRemovedIsHalfApplied() throws Exception {
        twoReversible();
        up();
        killedBefore("DELETE FROM `" + schema() + "`.DATABASECHANGELOG");
        assertThat(journal()).containsExactly("DOWN 1 DONE");
        assertThat(refusedDown(ErrorCode.CHANGE_HALF_APPLIED, steps(1))
                        .problem()
                        .what())
                .isEqualTo("change V002__b is half applied: its way back stopped: 1 of 1 statements ran, and the record"
                        + " was not removed");
        assertThat(states()).containsExactly(ChangeState.APPLIED, ChangeState.HALF_APPLIED);
    }

    @Test
    void wayBackOfDataAloneThatWasKilledLeavesTheChangeAsItWas() throws Exception {
        write("V001__a.sql", "CREATE TABLE a (id int);");
        write("V002__b.sql", "INSERT INTO a VALUES (1), (2);");
        write("U002__b.sql", "DELETE FROM a WHERE id = 1;\nDELETE FROM a WHERE id = 2;");
        up();
        killedBefore("DELETE FROM a WHERE id = 2");
        assertThat(column("SELECT count(*) FROM a")).containsExactly("2");
        assertThat(states()).containsExactly(ChangeState.APPLIED, ChangeState.APPLIED);
        assertThat(down(steps(1)).undone()).hasSize(1);
    }

    /** Cuts the connection, as the death of the process does. */
    private void killedBefore(String statement) throws Exception {
        try (SentSql sent = SentSql.listen();
                MigrationHistory history = open(sent.settings(database()))) {
            sent.before(statement, connection -> connection.abort(Runnable::run));
            assertThat(catchThrowable(() -> down(history, options(steps(1), Optional.empty()))))
                    .isInstanceOf(FicusException.class);
        }
    }

    private String schema() throws Exception {
        return column("SELECT DATABASE()").get(0);
    }

    private List<String> journal() throws Exception {
        return column("SELECT CONCAT(direction, ' ', number, ' ', state) FROM ficus_statement ORDER BY number");
    }
}
