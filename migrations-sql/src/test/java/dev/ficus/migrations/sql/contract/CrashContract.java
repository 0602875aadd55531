package dev.ficus.migrations.sql.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.history.ChangeReference;
import dev.ficus.core.history.ChangeState;
import dev.ficus.core.history.MigrationHistory;
import dev.ficus.core.history.RepairOptions;
import dev.ficus.core.history.RepairOptions.Action;
import dev.ficus.core.history.UnlockReport;
import dev.ficus.core.history.UpOptions;
import dev.ficus.core.progress.Progress;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A process that dies at any statement of a change, and how an operator goes on. */
public abstract class CrashContract extends SqlFixture {
    private static final int STATEMENTS = 4;
    private static final String CHANGE =
            "CREATE /* first */ TABLE a (id int);\nINSERT /* second */ INTO a VALUES (1);\n"
                    + "ALTER /* third */ TABLE a ADD COLUMN t int;\nINSERT /* fourth */ INTO a VALUES (2, 2);\n";
    private static final List<String> MARKS = List.of("/* first */", "/* second */", "/* third */", "/* fourth */");

    /** The text of a plain file whose statements commit one by one. */
    protected abstract String journaled(String statements);

    /** An SQL expression. */
    protected abstract String schema();

    @ParameterizedTest(name = "dies {1} statement {0}")
    @CsvSource({"1, BEFORE", "1, AFTER", "2, BEFORE", "2, AFTER", "3, BEFORE", "3, AFTER", "4, BEFORE", "4, AFTER"})
    void changeThatIsKilledAtAStatementIsFinishedByTheCommandsThatAreTold(int statement, String point)
            throws Exception {
        write("V1__a.sql", journaled(CHANGE));
        dieAt(statement, point);
        int ran = ran();
        if (states().equals(List.of(ChangeState.HALF_APPLIED))) {
            FicusException refused =
                    refused(ErrorCode.CHANGE_HALF_APPLIED, history -> history.up(UpOptions.DEFAULT, Progress.SILENT));
            assertThat(refused.problem().what())
                    .as("what the journal says is what the database has")
                    .matches(".* half applied: (" + ran + "|" + (ran - 1) + ") of " + STATEMENTS
                            + " statements ran, .*");
            goOn(ran);
        } else {
            assertThat(ran).as("a change that is pending left nothing").isZero();
            up();
        }
        assertThat(states()).containsExactly(ChangeState.APPLIED);
        assertThat(with(MigrationHistory::validate)).isEmpty();
        assertThat(column("SELECT COALESCE(t, 0) FROM a ORDER BY id"))
                .as("as an undisturbed run")
                .containsExactly("0", "2");
        assertThat(column("SELECT COUNT(*) FROM ficus_statement")).containsExactly("0");
        assertThat(up().applied()).isEmpty();
    }

    @Test
    void withoutTheJournalTheDeathOfAProcessIsNotSeen() throws Exception {
        write("V1__a.sql", journaled(CHANGE));
        dieAt(3, "AFTER");
        assertThat(states()).containsExactly(ChangeState.HALF_APPLIED);
        execute("DELETE FROM ficus_statement");
        assertThat(states()).as("negative control").containsExactly(ChangeState.PENDING);
        refused(ErrorCode.CHANGE_FAILED, history -> history.up(UpOptions.DEFAULT, Progress.SILENT));
    }

    /** Looks where only the operator can look, as the refusal says. */
    private void goOn(int ran) throws Exception {
        try {
            with(resume(OptionalInt.empty()));
        } catch (FicusException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.REPAIR_REFUSED);
            assertThat(e.problem().fix())
                    .contains("--resume --from " + (ran + 1))
                    .startsWith("look in the database whether statement ");
            with(resume(OptionalInt.of(ran + 1)));
        }
    }

    /** A process dies there; {@code point} is a {@link HaltPoint}. */
    protected final void dieAt(int statement, String point) throws Exception {
        Process child = child("halt", point, MARKS.get(statement - 1));
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(child.exitValue())
                .as(() -> "halted, and did not end by itself")
                .isEqualTo(137);
        UnlockReport unlocked = with(MigrationHistory::unlock);
        assertThat(unlocked.holder().isEmpty() || unlocked.released())
                .as("the dead leave no lock")
                .isTrue();
    }

    /** How many of the statements took effect, seen from outside of the history. */
    protected final int ran() throws SQLException {
        String columns = "SELECT column_name FROM information_schema.columns WHERE table_name = 'a' AND table_schema = "
                + schema();
        int width = column(columns).size();
        int rows = width == 0 ? 0 : column("SELECT id FROM a").size();
        return width + rows;
    }

    private static Function<MigrationHistory, ?> resume(OptionalInt from) {
        RepairOptions options =
                new RepairOptions(new ChangeReference("V1__a"), Action.RESUME, from, Duration.ofSeconds(60));
        return history -> history.repair(options, Progress.SILENT);
    }

    /** The text of the change as it is. */
    protected static String change() {
        return CHANGE;
    }
}
