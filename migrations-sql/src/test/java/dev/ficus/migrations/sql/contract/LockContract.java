package dev.ficus.migrations.sql.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.history.UpOptions;
import dev.ficus.core.history.UpReport;
import dev.ficus.core.progress.Progress;
import dev.ficus.migrations.sql.HistoryLock;
import dev.ficus.migrations.sql.SqlHistory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Two runs at once. The other run is a process of its own. */
public abstract class LockContract extends SqlFixture {
    /** Milliseconds. */
    protected static final int PATIENT = 60_000;

    private static final int IMPATIENT = 300;

    @Test
    void twoProcessesAtOnceApplyEachChangeOfEveryFormatOnce() throws Exception {
        for (int number = 1; number <= 5; number++) {
            write("V" + number + "__t.sql", "CREATE TABLE t" + number + " (id int);");
        }
        write("W6.yaml", """
                databaseChangeLog:
                  - changeSet: { id: six, author: ana, changes: [ { sql: CREATE TABLE t6 (id int) } ] }
                """);
        write("W7.sql", "--liquibase formatted sql\n--changeset ana:seven\nCREATE TABLE t7 (id int);\n");
        Process one = child("up", PATIENT);
        Process other = child("up", PATIENT);
        assertThat(List.of(HistoryChild.result(one), HistoryChild.result(other)))
                .as("and nothing of Liquibase on the console")
                .containsExactlyInAnyOrder("applied 7", "applied 0");
    }

    @Test
    void otherRunBetweenReadingTheRecordAndTheFirstChangeIsKeptOut() throws Exception {
        write("V1__t.sql", "CREATE TABLE t (id int);");
        List<String> others = new ArrayList<>();
        UpReport report = upWith(lock -> lock, others);
        assertThat(others).containsOnly(ErrorCode.LOCK_HELD.name());
        assertThat(report.applied()).hasSize(1);
    }

    @Test
    void withoutTheLockTheOtherRunWouldApplyTheChangeAsWell() throws Exception {
        write("V1__t.sql", "CREATE TABLE t (id int);");
        List<String> others = new ArrayList<>();
        FicusException failed =
                catchThrowableOfType(FicusException.class, () -> upWith(lock -> new WithoutLock(), others));
        assertThat(others).as("negative control").first().isEqualTo("applied 1");
        assertThat(failed.code()).as("the second CREATE TABLE").isEqualTo(ErrorCode.CHANGE_FAILED);
    }

    /** Runs up with a lock of the test's; another process runs once the record has been read. */
    private UpReport upWith(UnaryOperator<HistoryLock> locks, List<String> others) {
        Runnable runOther = () -> others.add(other());
        try (SqlHistory history = open(database(), HookedLock.dialect(dialect(), locks, runOther))) {
            return history.up(UpOptions.DEFAULT, Progress.SILENT);
        }
    }

    private String other() {
        try {
            return HistoryChild.result(child("up", IMPATIENT));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
