package dev.ficus.migrations.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.history.ChangeState;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.migrations.sql.SqlDialect;
import dev.ficus.migrations.sql.contract.CrashContract;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresCrashIT extends CrashContract {
    @Override
    protected DatabaseKind kind() {
        return DatabaseKind.POSTGRES;
    }

    @Override
    protected SqlDialect dialect() {
        return new PostgresDialect();
    }

    @Override
    protected String journaled(String statements) {
        return "-- ficus: no-transaction\n" + statements;
    }

    @Override
    protected String schema() {
        return "current_schema()";
    }

    @ParameterizedTest(name = "dies {1} statement {0}")
    @CsvSource({"1, BEFORE", "1, AFTER", "3, AFTER", "4, AFTER"})
    void changeInATransactionThatIsKilledLeavesNothingAndRunsAgain(int statement, String point) throws Exception {
        write("V1__a.sql", change());
        dieAt(statement, point);
        await("SELECT count(*) = 0 FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in%'");
        assertThat(ran()).isZero();
        assertThat(states()).containsExactly(ChangeState.PENDING);
        assertThat(up().applied()).hasSize(1);
        assertThat(column("SELECT id FROM a ORDER BY id")).containsExactly("1", "2");
    }
}
